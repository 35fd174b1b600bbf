import { parseRequestUrl } from "../go-url.js";
import type { Field } from "./field.js";
import { findKeySetProblem, holdsSecret } from "./key-set.js";
import type { CheckKind } from "./kind.js";
import { checkPolicyTarget, checkSelector } from "./selection.js";
import { checkDuration } from "./values.js";

/** Source: `ValidatePeerAuthentication` in istio pkg/config/validation/validation.go. */
export const checkPeerAuthentication: CheckKind = ({ spec }) => {
  const ports = spec.at("portLevelMtls");
  if (ports.fields.length > 0 && spec.at("selector", "matchLabels").fields.length === 0) {
    ports.refuse("needs a selector; ports are those of single workloads");
  }
  for (const [port, mode] of ports.fields) {
    if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65535)
      mode.refuse("is for no port; ports are within 1 and 65535");
  }
  checkSelector(spec.at("selector"), "matchLabels");
};

/** Source: `ValidateRequestAuthentication` in istio pkg/config/validation/validation.go. */
export const checkRequestAuthentication: CheckKind = ({ spec }) => {
  checkPolicyTarget(spec);
  for (const rule of spec.at("jwtRules").entries) checkJwtRule(rule);
};

function checkJwtRule(rule: Field): void {
  // The API has it under two names.
  const [uri, keys] = [rule.at(rule.at("jwks_uri").isFilled ? "jwks_uri" : "jwksUri"), rule.at("jwks")];
  if (!rule.at("issuer").isFilled && !uri.isFilled)
    rule.refuse("has neither issuer nor jwksUri; one of them must be set");
  const scheme = parseRequestUrl(uri.text)?.scheme ?? "";
  if (uri.isFilled && !["http", "https"].includes(scheme)) uri.wants("it must be a URL of http or https");
  if (keys.isFilled) checkKeys(keys);
  for (const list of ["audiences", "fromParams", "fromCookies"].map((field) => rule.at(field))) {
    for (const entry of list.entries) if (entry.text === "") entry.wants("it must be a string that is not empty");
  }
  for (const header of rule.at("fromHeaders").entries) {
    if (!header.at("name").isFilled) header.at("name").wants("it must be a header's name");
  }
  for (const output of rule.at("outputClaimToHeaders").entries) {
    if (output.filled("claim", "header").length < 2) output.refuse("must have both claim and header");
    else if (!/^[-_A-Za-z0-9]+$/.test(output.at("header").text))
      output.at("header").wants("it must be letters, digits, - and _");
  }
  checkDuration(rule.at("timeout"));
}

function checkKeys(keys: Field): void {
  const problem = findKeySetProblem(keys.text);
  if (problem !== undefined) keys.refuse(problem);
  else if (holdsSecret(keys.text))
    keys.warn("has a private key; whoever reads the object can sign tokens, and only public keys are needed");
}
