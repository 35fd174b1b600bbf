import type { Answer, Outcome } from "../../../src/simulate/answer.js";

// What can be seen of an outcome from outside, as one line: what a simulator says and what a client saw are compared by it.

/** How often each outcome is to be expected, or was seen; by its line. */
export type Outcomes = Readonly<Record<string, number>>;

/** An application that answered. */
export interface Seen {
  /** Name of the Deployment. */
  workload: string;
  /** Path and query. */
  path: string;
  authority: string;
  isMutualTls: boolean;
}

export function formatReached({ workload, path, authority, isMutualTls }: Seen): string {
  return `${workload} gets ${path} of ${authority} by ${isMutualTls ? "mutual TLS" : "plain text"}`;
}

/** @param location where a redirect leads, as the client reads it */
export function formatAnswered(status: number, location = ""): string {
  return `a proxy answers ${status}${location === "" ? "" : ` ${location}`}`;
}

/** What there is where there is no answer. */
export const broken = "no answer";

/** The shares of what can be seen of an answer; undefined where a part of it is unknown. */
export function expectOutcomes({ outcomes }: Answer): Outcomes | undefined {
  const shares: Record<string, number> = {};
  for (const outcome of outcomes) {
    const line = formatOutcome(outcome);
    if (line === undefined) return undefined;
    shares[line] = (shares[line] ?? 0) + outcome.share;
  }
  return shares;
}

/** Why an answer is unknown, where it is. */
export function listReasons({ outcomes }: Answer): string[] {
  return outcomes.flatMap((outcome) => (outcome.kind === "unknown" ? [outcome.reason] : []));
}

function formatOutcome(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case "unknown":
      return undefined;
    case "broken":
      return broken;
    case "answered":
      return formatAnswered(outcome.status, outcome.location);
    case "reached": {
      const { destination, path, authority, isMutualTls } = outcome;
      // A host outside of the mesh is the pod without a proxy here.
      const workload = destination.workload?.object.manifest.metadata.name ?? "plain-v1";
      return formatReached({ workload, path, authority, isMutualTls });
    }
  }
}

/** How far a share may be from what is expected, in standard errors. */
const tolerance = 4;

/**
 * What differs between shares and what was seen; empty where they agree. A share that is expected of all or none of the requests
 * allows no other.
 */
export function compareOutcomes(expected: Outcomes, seen: Outcomes): string[] {
  const count = Object.values(seen).reduce((sum, one) => sum + one, 0);
  const lines = new Set([...Object.keys(expected), ...Object.keys(seen)]);
  return [...lines].flatMap((line) => {
    const share = expected[line] ?? 0;
    const found = (seen[line] ?? 0) / count;
    const error = Math.sqrt(Math.max(0, share * (1 - share)) / count);
    const isNear = Math.abs(found - share) <= tolerance * error + 1e-9;
    return isNear ? [] : [`${line}: ${formatShare(share)} expected, ${formatShare(found)} of ${count} seen`];
  });
}

function formatShare(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
