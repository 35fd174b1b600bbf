import type { Answer, Step } from "../../../src/simulate/answer.js";

/** What Envoy logs of a request that no rule of ALLOW lets in. */
const unmatched = "none";

/** The rules that refuse an answer's denied shares, as Envoy's log names them, each once and in order. */
export function listDenials({ steps, outcomes }: Answer): string[] {
  const denied = outcomes.filter((outcome) => outcome.kind === "answered" && outcome.by === "denied");
  return [...new Set(denied.map((outcome) => nameRule([...steps, ...outcome.steps].at(-1))))].sort();
}

/** As `createRule` of istiod names them. Source: `Build` in istio pilot/pkg/security/authz/builder/builder.go. */
function nameRule(step: Step | undefined): string {
  const { resource, path = [] } = step?.source ?? {};
  const [, field, index] = path;
  if (resource === undefined || field !== "rules" || typeof index !== "number") return unmatched;
  return `ns[${resource.namespace ?? ""}]-policy[${resource.name}]-rule[${index}]`;
}

/** The rules that refused requests, by what Envoy logged of each: `rbac_access_denied_matched_policy[...]`. */
export function readDenials(details: readonly string[]): string[] {
  const named = details.flatMap((text) => /^rbac_access_denied_matched_policy\[(.*)\]$/.exec(text)?.[1] ?? []);
  return [...new Set(named)].sort();
}
