import ObjectField from "@rjsf/core/lib/components/fields/ObjectField.js";
import SchemaField from "@rjsf/core/lib/components/fields/SchemaField.js";
import type { FieldProps } from "@rjsf/utils";
import { isNamedText } from "./form-schema.js";

/** One of several names for one text, such as exact, prefix and regex: a choice and a text rather than three fields. */
function NamedText({ schema, formData, fieldPathId, onChange, disabled, readonly, name }: FieldProps) {
  const names = Object.keys(schema.properties ?? {});
  const value = (formData ?? {}) as Record<string, string | undefined>;
  const chosen = Object.keys(value)[0] ?? names[0] ?? "";
  const isFixed = disabled === true || readonly === true;
  const change = (key: string, text: string) => onChange({ [key]: text }, fieldPathId.path, undefined, fieldPathId.$id);
  return (
    <div className="named-text" id={fieldPathId.$id}>
      <select
        aria-label={`${name}: how`}
        value={chosen}
        disabled={isFixed}
        onChange={({ target }) => change(target.value, value[chosen] ?? "")}
      >
        {names.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <input
        type="text"
        aria-label={`${name}: text`}
        value={value[chosen] ?? ""}
        disabled={isFixed}
        onChange={({ target }) => change(chosen, target.value)}
      />
    </div>
  );
}

function ObjectOrNamedText(props: FieldProps) {
  return isNamedText(props.schema) && props.formData !== undefined ? (
    <NamedText {...props} />
  ) : (
    <ObjectField {...props} />
  );
}

/** What the form and its fields share. */
export interface KindFormContext {
  /**
   * Whether somebody has changed a field since the last report. The library also reports what it makes of a value by itself, as of
   * one that is not typed to its end yet; written into the text, that would disturb whoever types there.
   */
  isTouched: boolean;
}

function TrackedField(props: FieldProps) {
  const { onChange, fieldPathId, registry } = props;
  const context = registry.formContext as KindFormContext;
  const change: typeof onChange = (...change) => {
    context.isTouched = true;
    onChange(...change);
  };
  // Inner fields hand their changes to the root's.
  return <SchemaField {...props} onChange={fieldPathId.path.length === 0 ? change : onChange} />;
}

export const formFields = { ObjectField: ObjectOrNamedText, SchemaField: TrackedField };
