import type { Field } from "./field.js";

/** What changes a request's or an answer's headers. Source: istio pkg/config/validation, `ValidateHTTPHeader…`. */
export function checkHeaderChanges(headers: Field): void {
  for (const side of ["request", "response"]) {
    const changes = headers.at(side);
    for (const field of ["add", "set"]) {
      for (const [name, value] of changes.at(field).fields) {
        checkName(name, value, side === "request");
        checkValue(value);
      }
    }
    for (const name of changes.at("remove").entries) checkName(name.text, name, false);
  }
}

/** Whether it is the header that says for which host a request is. */
export function isAuthority(name: string): boolean {
  return [":authority", "host"].includes(name.toLowerCase());
}

function checkName(name: string, place: Field, mayBeAuthority: boolean): void {
  if (name === "") return place.refuse("has a header without a name");
  if (mayBeAuthority && isAuthority(name)) return;
  if (name.startsWith(":") || name.toLowerCase() === "host")
    place.refuse(`changes the header ${name}, which cannot be changed here`);
}

// A text may have Envoy's variables, %NAME% or %NAME(arguments)%, and %% for a percent sign.
const text = String.raw`(?:\\[^]|[^\\)"])*`;
const args = String.raw` *(?:[^ []|\[ *")${text}(?:" *, *"${text})*(?:\)|" *\] *\)) *`;
const variables = new RegExp(String.raw`^(?:[^%]|%%|%[^%(]+%|%[^%(]*\(${args}%)*$`);
const printable = /^[^\u0000-\u0008\u000A-\u001F\u007F]*$/;

/** Whether a value has a character that no header has. */
export function hasStrangeCharacter(value: string): boolean {
  return !printable.test(value);
}

/** Whether a value has a `%` that neither begins nor ends one of Envoy's variables. */
export function hasBrokenVariable(value: string): boolean {
  return !variables.test(value);
}

function checkValue(value: Field): void {
  if (hasStrangeCharacter(value.text)) value.wants("it has a character that no header has");
  if (hasBrokenVariable(value.text))
    value.wants("a % begins a variable that ends with %; write %% for the sign itself");
}
