import { ariaDescribedByIds, type WidgetProps } from "@rjsf/utils";
import type { Schema } from "./form-schema.js";
import { defaultNote, formatConstant } from "./form-schema.js";

/** A closed list; without a value it says what holds then. */
function Select({ id, value, required, disabled, readonly, options, schema, onChange, label }: WidgetProps) {
  const choices = options.enumOptions ?? [];
  const chosen = choices.findIndex((choice) => choice.value === value);
  // Something else is in the document: it stays until another choice is made.
  const isForeign = chosen === -1 && value !== undefined && value !== null;
  return (
    <select
      id={id}
      aria-label={label}
      aria-describedby={ariaDescribedByIds(id)}
      value={isForeign ? "foreign" : chosen}
      disabled={disabled === true || readonly === true}
      onChange={({ target }) => onChange(choices[Number(target.value)]?.value)}
    >
      {required === true && chosen !== -1 ? null : <option value={-1}>{describeUnset(schema)}</option>}
      {isForeign ? <option value="foreign">{JSON.stringify(value)}</option> : null}
      {choices.map((choice, index) => (
        <option key={choice.label} value={index}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

/** Yes, no, or nothing said: a box with a tick has no third state. */
function YesNo(props: WidgetProps) {
  const only: unknown = props.schema.const;
  const choices = [
    { label: "yes", value: true },
    { label: "no", value: false },
  ].filter(({ value }) => only === undefined || only === value);
  return <Select {...props} options={{ ...props.options, enumOptions: choices }} />;
}

function describeUnset(schema: Schema): string {
  const preset: unknown = (schema as Record<string, unknown>)[defaultNote];
  if (preset === undefined) return "–";
  return `default: ${preset === true ? "yes" : preset === false ? "no" : formatConstant(preset)}`;
}

export const formWidgets = { SelectWidget: Select, CheckboxWidget: YesNo };
