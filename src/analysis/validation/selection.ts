import type { Field } from "./field.js";

const allowedTargets = ["Service", "ServiceEntry", "Gateway", "GatewayClass"];
const groups: Readonly<Record<string, readonly string[]>> = {
  Service: ["", "core"],
  ServiceEntry: ["networking.istio.io"],
  Gateway: ["gateway.networking.k8s.io"],
  GatewayClass: ["gateway.networking.k8s.io"],
};

/** Which pods or objects a policy is for: one of selector and targetRefs. */
export function checkPolicyTarget(spec: Field): void {
  const set = [...spec.given("selector", "targetRef"), ...spec.filled("targetRefs")];
  if (set.length > 1) spec.refuse(`has ${set.join(" and ")}; only one of selector, targetRef, targetRefs can be set`);
  checkSelector(spec.at("selector"), "matchLabels");
  for (const target of [spec.at("targetRef"), ...spec.at("targetRefs").entries])
    if (target.isGiven) checkTarget(target);
}

/** Labels that pods must have; none at all are those of every pod. */
export function checkSelector(selector: Field, field: "labels" | "matchLabels"): void {
  if (!selector.isGiven) return;
  const labels = selector.at(field);
  for (const [key, value] of labels.fields) {
    if (key === "") value.refuse("has an empty key");
    if (key.includes("*") || value.text.includes("*")) value.refuse("has a *, which selectors do not know");
  }
  if (labels.fields.length === 0) selector.warn(`has no ${field}, so it is for all pods of the namespace`);
}

function checkTarget(target: Field): void {
  if (!target.at("name").isFilled) target.at("name").wants("it must be the name of an object");
  if (target.at("namespace").isFilled) target.at("namespace").wants("the object must be in the policy's own namespace");
  const kind = target.at("kind");
  if (!allowedTargets.includes(kind.text)) return kind.wants(`allowed are ${allowedTargets.join(", ")}`);
  const group = target.at("group");
  const known = groups[kind.text] ?? [];
  if (!known.includes(group.text)) group.wants(`the group of ${kind.text} is "${known[0] ?? ""}"`);
}
