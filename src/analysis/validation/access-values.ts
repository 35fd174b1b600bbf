import type { Field } from "./field.js";
import { checkSubnet } from "./values.js";

// Lists of an AuthorizationPolicy. Source: istio pkg/config/security.

/** IP addresses and blocks. */
export function checkAddresses(list: Field): void {
  for (const entry of list.entries) checkSubnet(entry);
}

/** Texts of any kind. */
export function checkNotEmpty(list: Field): void {
  for (const entry of list.entries) if (entry.text === "") entry.wants("it must be a string that is not empty");
}

/** Ports, which stand there as texts. */
export function checkPortTexts(list: Field): void {
  for (const entry of list.entries) {
    if (!/^\d+$/.test(entry.text) || Number(entry.text) > 65535) entry.wants("it must be a port");
  }
}

/** Texts with one * at the beginning or at the end. */
export function checkWildcards(list: Field): void {
  for (const entry of list.entries) {
    if (entry.text === "" || /^.+\*.+$|\*.*\*/.test(entry.text))
      entry.wants("it must be a string with one * at most, at its beginning or end");
  }
}

const mostAccounts = 16;
const longestAccount = 320;

/** Service accounts of the policy's namespace, or of one that they name. */
export function checkServiceAccounts(list: Field): void {
  if (list.entries.length > mostAccounts)
    list.refuse(`has ${list.entries.length} entries; it can have ${mostAccounts}`);
  for (const entry of list.entries) {
    if (!/^[^/*]+(\/[^/*]+)?$/.test(entry.text) || entry.text.length > longestAccount) {
      entry.wants("it must be <service account> or <namespace>/<service account>, without *");
    }
  }
}

const segment = /^[a-zA-Z0-9-._~%!$&'()+,;:@=]+$/;

/** A path in which {*} is one segment and {**}, at the end, any number. */
export function checkPathTemplate(path: Field): void {
  const segments = path.text.replace(/^\/+|\/+$/g, "").split("/");
  const hasTemplate = /\{\*\*?\}/.test(path.text);
  const end = segments.indexOf("{**}");
  const isWrong = segments.some((one, index) => {
    if (one === "{*}" || one === "{**}") return end !== -1 && index > end;
    return /[{}]/.test(one) || (hasTemplate && !segment.test(one));
  });
  if (isWrong) path.wants("{*} matches one whole segment and {**} all that follow; { and } have no other use");
}
