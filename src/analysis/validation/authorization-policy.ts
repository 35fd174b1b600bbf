import type { Field } from "./field.js";
import type { CheckKind } from "./kind.js";
import { checkPolicyTarget } from "./selection.js";
import { checkAddresses, checkNotEmpty, checkPathTemplate, checkPortTexts, checkServiceAccounts, checkWildcards } from "./access-values.js"; // prettier-ignore
import { checkCondition } from "./access-conditions.js";

const both = (fields: readonly string[]) =>
  fields.flatMap((field) => [field, `not${(field[0] ?? "").toUpperCase()}${field.slice(1)}`]);
const identities = both(["principals", "namespaces"]);
const accounts = both(["serviceAccounts"]);
const addresses = both(["ipBlocks", "remoteIpBlocks"]);
const sourceFields = [...identities, ...both(["requestPrincipals", "trustDomains"]), ...accounts, ...addresses];
const operationFields = both(["ports", "methods", "paths", "hosts"]);
/** What external authorization does not look at: who somebody is. */
const notCustom = [...identities, ...both(["requestPrincipals", "trustDomains"]), ...accounts];
const notCustomKeys = /^(source\.(namespace|serviceAccount|trustDomain|principal)$|request\.auth\.)/;

/**
 * Source: `ValidateAuthorizationPolicy` in istio pkg/config/validation/validation.go. Its warning of rules that deny TCP too is MESH0339 here,
 * which looks whether there is any.
 */
export const checkAuthorizationPolicy: CheckKind = ({ spec }) => {
  checkPolicyTarget(spec);
  const action = spec.at("action").text || "ALLOW";
  const [rules, provider] = [spec.at("rules"), spec.at("provider")];
  if ((action === "DENY" || action === "CUSTOM") && !rules.isFilled) {
    rules.wants(`action ${action} needs rules, where {} is for every request`);
  }
  if (action === "CUSTOM" && rules.isFilled && !provider.at("name").isFilled) {
    provider.at("name").wants("it must be a provider of the mesh configuration");
  }
  if (action !== "CUSTOM" && provider.isGiven)
    provider.refuse(`is only for action CUSTOM, and the action is ${action}`);
  for (const rule of rules.entries) {
    if (action === "CUSTOM") checkCustom(rule);
    checkRule(rule);
  }
};

function checkCustom(rule: Field): void {
  for (const source of rule.at("from").entries.map((from) => from.at("source"))) {
    for (const field of source.filled(...notCustom)) source.at(field).refuse("is nothing that action CUSTOM looks at");
  }
  for (const key of rule.at("when").entries.map((when) => when.at("key"))) {
    if (notCustomKeys.test(key.text)) key.wants("action CUSTOM does not look at it");
  }
}

function checkRule(rule: Field): void {
  for (const from of rule.at("from").entries) checkSource(from.at("source"));
  for (const to of rule.at("to").entries) checkOperation(to.at("operation"));
  for (const condition of rule.at("when").entries) checkCondition(condition);
}

function checkSource(source: Field): void {
  if (source.filled(...sourceFields).length === 0) return source.wants(`one of ${sourceFields.join(", ")} must be set`);
  if (source.filled(...identities).length > 0 && source.filled(...accounts).length > 0) {
    source.refuse(
      `has ${source.filled(...identities, ...accounts).join(" and ")}; serviceAccounts replaces both others`,
    );
  }
  for (const field of addresses) checkAddresses(source.at(field));
  for (const field of both(["principals", "requestPrincipals", "namespaces"])) checkNotEmpty(source.at(field));
  for (const field of accounts) checkServiceAccounts(source.at(field));
  for (const field of both(["trustDomains"])) {
    checkWildcards(source.at(field));
    for (const domain of source.at(field).entries)
      if (domain.text.includes("/")) domain.wants("a trust domain has no /");
  }
}

function checkOperation(operation: Field): void {
  if (operation.filled(...operationFields).length === 0) {
    return operation.wants(`one of ${operationFields.join(", ")} must be set`);
  }
  for (const field of operationFields) checkNotEmpty(operation.at(field));
  for (const field of both(["ports"])) checkPortTexts(operation.at(field));
  for (const field of both(["paths"])) for (const path of operation.at(field).entries) checkPathTemplate(path);
}
