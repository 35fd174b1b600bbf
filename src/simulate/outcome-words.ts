import { parseServiceHost } from "../mesh/host-names.js";
import type { Answer, Answered, Destination, Outcome, Step } from "./answer.js";

/** Why a proxy answers by itself, behind the status. */
const reasons: Readonly<Record<Answered["by"], string>> = {
  redirect: "a redirect",
  directResponse: "a direct response",
  fault: "a fault",
  preflight: "a CORS preflight",
  noRoute: "no route matches",
  noEndpoint: "no pod is there",
  unauthenticated: "its token is not valid",
  denied: "access is denied",
  rateLimit: "a rate limit",
  upstream: "the connection to the pods fails",
};

/** `shop/reviews` of a Service's host; any other host as it is. */
export function nameService(host: string): string {
  const service = parseServiceHost(host);
  return service === undefined ? host : `${service.namespace}/${service.name}`;
}

/** The subset of a destination, or else the label `version` of its pods; empty where it has neither. */
export function nameVersion({ subset, workload }: Destination): string {
  const label = workload?.labels.version;
  return subset !== "" ? subset : typeof label === "string" ? label : "";
}

/** A share as a percentage with at most two decimal places. */
export function toPercentage(share: number): number {
  return Math.round(share * 10_000) / 100;
}

/** What comes of one share: `reaches shop/reviews v2`, `403: access is denied`. */
export function summarizeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case "reached": {
      const { destination } = outcome;
      return ["reaches", nameService(destination.host), nameVersion(destination)].filter(Boolean).join(" ");
    }
    case "answered":
      return `${outcome.status}: ${reasons[outcome.by]}${formatPolicy(outcome)}`;
    case "broken":
      return `no answer: ${outcome.reason}`;
    case "unknown":
      return `unknown: ${outcome.reason}`;
  }
}

/** What comes of all shares, the largest first; those that read alike together: `90% reaches shop/reviews v1, 10% 503: a fault`. */
export function summarizeOutcomes(outcomes: readonly Outcome[]): string {
  const shares = new Map<string, number>();
  for (const outcome of outcomes) {
    const text = summarizeOutcome(outcome);
    shares.set(text, (shares.get(text) ?? 0) + outcome.share);
  }
  const sorted = [...shares].sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
  return sorted.map(([text, share]) => (shares.size === 1 ? text : `${toPercentage(share)}% ${text}`)).join(", ");
}

/** The outcomes of an answer, each with all steps of its way. */
export function listOutcomes({ steps, outcomes }: Answer): Outcome[] {
  return outcomes.map((outcome) => ({ ...outcome, steps: [...steps, ...outcome.steps] }));
}

/** `namespace/name` of the policy that denies; undefined for any other outcome. */
export function findDenial(outcome: Outcome): string | undefined {
  if (outcome.kind !== "answered" || outcome.by !== "denied") return undefined;
  const resource = outcome.steps.at(-1)?.source?.resource;
  return resource === undefined ? undefined : `${resource.namespace ?? ""}/${resource.name}`;
}

/** The steps that all shares meet, and those of each share, each once. */
export function listSteps({ steps, outcomes }: Answer): Step[] {
  return [...new Set([...steps, ...outcomes.flatMap((outcome) => outcome.steps)])];
}

function formatPolicy(outcome: Answered): string {
  const policy = findDenial(outcome);
  return policy === undefined ? "" : ` by ${policy}`;
}
