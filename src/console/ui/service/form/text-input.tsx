import { ariaDescribedByIds, type BaseInputTemplateProps } from "@rjsf/utils";
import { defaultNote, formatConstant } from "./form-schema.js";

/** A text or a number. What is not a number is kept as it was typed, so that the finding can say so. */
export function TextInput(props: BaseInputTemplateProps) {
  const { id, htmlName, value, required, disabled, readonly, schema, onChange, onBlur, onFocus, rawErrors, label } =
    props;
  const isNumber = schema.type === "number" || schema.type === "integer";
  const preset: unknown = (schema as Record<string, unknown>)[defaultNote];
  return (
    <input
      id={id}
      name={htmlName ?? id}
      type="text"
      aria-label={label}
      inputMode={isNumber ? "decimal" : undefined}
      className={isNumber ? "number" : undefined}
      autoComplete="off"
      spellCheck={false}
      value={value === undefined || value === null ? "" : String(value as unknown)}
      // What holds as long as nothing is said.
      placeholder={preset === undefined ? undefined : formatConstant(preset)}
      required={required}
      readOnly={readonly === true || disabled === true}
      aria-invalid={(rawErrors ?? []).some((error) => error.startsWith("error"))}
      aria-describedby={ariaDescribedByIds(id)}
      onChange={({ target }) => onChange(target.value === "" ? undefined : target.value)}
      onBlur={({ target }) => onBlur(id, target.value)}
      onFocus={({ target }) => onFocus(id, target.value)}
    />
  );
}
