import type { WebhookObject } from "./kind.js";

const dryRun = "istio.io/dry-run";
/** What istiod alone writes. */
const internal = [
  "internal.istio.io/webhook-always-reject",
  "internal.istio.io/parents",
  "internal.istio.io/parent-namespace",
];
/** What Go's strconv.ParseBool takes. */
const booleans = ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];

/** Annotations that decide whether istiod takes an object. Source: `validateMetadata` in istio pkg/config/validation. */
export function checkMetadata({ metadata, spec }: WebhookObject, kind: string): void {
  const annotations = metadata.at("annotations");
  for (const key of annotations.given(...internal)) annotations.at(key).refuse("is for istiod's own use");
  const annotation = annotations.at(dryRun);
  if (!annotation.isGiven) return;
  const action = spec.at("action").text || "ALLOW";
  if (kind !== "AuthorizationPolicy") annotation.refuse("is only for AuthorizationPolicy");
  else if (!["ALLOW", "DENY"].includes(action))
    annotation.refuse(`is only for the actions ALLOW and DENY, and this is ${action}`);
  else if (!booleans.includes(annotation.text)) annotation.wants('it must be "true" or "false"');
}
