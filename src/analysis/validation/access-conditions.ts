import { formatClosest } from "../../text/closest.js";
import {
  checkAddresses,
  checkNotEmpty,
  checkPortTexts,
  checkServiceAccounts,
  checkWildcards,
} from "./access-values.js";
import type { Field } from "./field.js";

/** What a condition can ask for, and what its values must be. Source: `ValidateAttribute` in istio pkg/config/security. */
const attributes: Readonly<Record<string, (values: Field) => void>> = {
  "source.ip": checkAddresses,
  "remote.ip": checkAddresses,
  "source.namespace": checkNotEmpty,
  "source.serviceAccount": checkServiceAccounts,
  "source.principal": checkNotEmpty,
  "source.trustDomain": checkWildcards,
  "request.auth.principal": checkNotEmpty,
  "request.auth.audiences": checkNotEmpty,
  "request.auth.presenter": checkNotEmpty,
  "destination.ip": checkAddresses,
  "destination.port": checkPortTexts,
  "connection.sni": checkNotEmpty,
};
const indexed = ["request.headers", "request.auth.claims", "experimental.envoy.filters."];

/** A condition of a rule. */
export function checkCondition(condition: Field): void {
  const key = condition.at("key");
  if (!key.isFilled) return key.wants("it must be an attribute, such as request.headers[x-user]");
  const lists = ["values", "notValues"].map((field) => condition.at(field));
  if (lists.every(({ isFilled }) => !isFilled))
    return condition.refuse("has neither values nor notValues; one of them must be set");
  for (const list of lists) checkNotEmpty(list);
  const family = indexed.find((prefix) => key.text.startsWith(prefix));
  if (family !== undefined) {
    if (!/^[^[].*?\[.+\]$/.test(key.text))
      key.wants("it must end with what it is about, as in request.headers[x-user]");
    return;
  }
  const checkValues = attributes[key.text];
  if (checkValues !== undefined) lists.forEach(checkValues);
  else key.wants(`allowed are ${listAttributes().join(", ")}${formatClosest(key.text, listAttributes())}`);
}

function listAttributes(): string[] {
  return [
    ...Object.keys(attributes),
    "request.headers[…]",
    "request.auth.claims[…]",
    "experimental.envoy.filters.…[…]",
  ];
}
