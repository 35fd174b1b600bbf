import type { RunEvent } from "../../contract.js";

type StepEvent = Extract<RunEvent, { type: "step" }>;
type DiagnosticEvent = Extract<RunEvent, { type: "diagnostic" }>;
type SummaryEvent = Extract<RunEvent, { type: "summary" }>;

/** What the events of a run say so far. */
export interface RunProgress {
  /** One a resource, as it was said last, in the order in which they came up. */
  steps: readonly StepEvent[];
  diagnostics: readonly DiagnosticEvent[];
  summary?: SummaryEvent;
  /** Once the run is over. */
  exitCode?: number;
}

export const nothingYet: RunProgress = { steps: [], diagnostics: [] };

export function addEvent(progress: RunProgress, event: RunEvent): RunProgress {
  switch (event.type) {
    case "step":
      return { ...progress, steps: putStep(progress.steps, event) };
    case "diagnostic":
      return { ...progress, diagnostics: [...progress.diagnostics, event] };
    case "summary":
      return { ...progress, summary: event };
    case "end":
      return { ...progress, exitCode: event.exitCode };
  }
}

/** A replacement is several steps of one resource. */
function putStep(steps: readonly StepEvent[], event: StepEvent): readonly StepEvent[] {
  const isSame = ({ urn, operation }: StepEvent) => urn === event.urn && operation === event.operation;
  if (!steps.some(isSame)) return [...steps, event];
  return steps.map((step) => (isSame(step) ? { ...event, diff: event.diff ?? step.diff } : step));
}

/** What is done to objects, in words: `update` -> `updated`. */
const doneWords: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
};

/** `3 updated, 1 created`, or `3 to update, 1 to create`; those that stay the same are left out. */
export function formatCounts(changes: Readonly<Record<string, number>>, isPlanned = false): string {
  const parts = Object.entries(changes).flatMap(([operation, count]) => {
    if (operation === "same" || count === 0) return [];
    return [`${count} ${isPlanned ? `to ${operation}` : (doneWords[operation] ?? operation)}`];
  });
  return parts.length === 0 ? "no changes" : parts.join(", ");
}
