import {
  ADDITIONAL_PROPERTY_FLAG,
  descriptionId,
  errorId,
  type FieldErrorProps,
  type FieldTemplateProps,
  type WrapIfAdditionalTemplateProps,
} from "@rjsf/utils";
import { describeField } from "./field-notes.js";
import { isNamedText } from "./form-schema.js";

/** Label, value, what it means, and what is wrong with it. */
export function FieldFrame(props: FieldTemplateProps) {
  const { id, label, children, errors, rawDescription, hidden, required, displayLabel, schema } = props;
  if (hidden === true) return <div hidden>{children}</div>;
  const isNamed = isNamedText(schema);
  const isKeyed = ADDITIONAL_PROPERTY_FLAG in schema;
  const isGroup = (schema.type === "object" && !isNamed) || schema.type === "array";
  // The library leaves the label of yes and no to a box with a tick.
  const isLabelled = displayLabel === true || isNamed || schema.type === "boolean";
  const isItem = typeof props.fieldPathId.path.at(-1) === "number";
  const notes = isGroup ? [] : describeField(schema);
  const text = [rawDescription, notes.join(" · ")].filter((part) => part !== undefined && part !== "").join(" – ");
  return (
    <WithKey {...props}>
      <div className={`field ${isGroup ? "group" : ""}`}>
        {isLabelled && !isGroup && !isKeyed ? (
          // An item's label would say its list's name again.
          <label htmlFor={isNamed ? undefined : id} className={isItem ? "unseen" : undefined}>
            {label}
            {required === true ? <abbr title="required">*</abbr> : null}
          </label>
        ) : null}
        <div className="value">
          {children}
          {errors}
          {text === "" || isGroup ? null : (
            <p className="hint" id={descriptionId(id)}>
              {text}
            </p>
          )}
        </div>
      </div>
    </WithKey>
  );
}

/** The entry of a map: its key can be changed, and it can be taken away. */
export function WithKey(props: WrapIfAdditionalTemplateProps) {
  const { id, label, children, schema, disabled, readonly, onKeyRenameBlur, onRemoveProperty } = props;
  if (!(ADDITIONAL_PROPERTY_FLAG in schema)) return <>{children}</>;
  const isFixed = disabled === true || readonly === true;
  return (
    <div className="entry">
      <input
        className="key"
        type="text"
        aria-label={`Key ${label}`}
        id={`${id}-key`}
        key={label}
        defaultValue={label}
        readOnly={isFixed}
        onBlur={onKeyRenameBlur}
      />
      <div className="entry-value">{children}</div>
      {isFixed ? null : (
        <button type="button" className="icon" aria-label={`Remove ${label}`} onClick={onRemoveProperty}>
          ✕
        </button>
      )}
    </div>
  );
}

/** Findings on the field that they are about. */
export function FieldErrors({ errors = [], fieldPathId }: FieldErrorProps) {
  if (errors.length === 0) return null;
  return (
    <ul className="field-errors" id={errorId(fieldPathId)} aria-live="polite">
      {errors.map((error, index) => {
        const text = typeof error === "string" ? error : "";
        return (
          <li key={index} className={text.split(" ", 1)[0]}>
            {text}
          </li>
        );
      })}
    </ul>
  );
}
