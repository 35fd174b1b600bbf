import type { FindingResource } from "../findings/finding.js";
import { identifyObject } from "../mesh/objects.js";
import type { Answer, Destination, Outcome, Step } from "./answer.js";

/** An outcome as data: the workload by its name alone. */
export type RenderedOutcome =
  | Exclude<Outcome, { kind: "reached" }>
  | (Omit<Extract<Outcome, { kind: "reached" }>, "destination"> & {
      destination: Omit<Destination, "workload"> & { workload?: FindingResource };
    });

/** An answer as data, for JSON. */
export interface RenderedAnswer {
  steps: readonly Step[];
  outcomes: readonly RenderedOutcome[];
}

/** The same answer without what it was found by. */
export function renderAnswer({ steps, outcomes }: Answer): RenderedAnswer {
  return { steps, outcomes: outcomes.map(renderOutcome) };
}

function renderOutcome(outcome: Outcome): RenderedOutcome {
  if (outcome.kind !== "reached") return outcome;
  const { workload, ...destination } = outcome.destination;
  if (workload === undefined) return { ...outcome, destination };
  return { ...outcome, destination: { ...destination, workload: identifyObject(workload.object) } };
}
