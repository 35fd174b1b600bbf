import { indexPlan } from "../../plan/plan.js";
import type { StackPlan } from "../../plan/stack-plan.js";
import { compareMeshes } from "../../simulate/diff/compare-meshes.js";
import { changeKinds } from "../../simulate/diff/effect.js";
import { formatCallers, formatCause, formatHost, formatSummary } from "../../simulate/diff/format-text.js";
import { nameSome } from "../../text/shorten.js";
import type { FileChange, RequestEffect } from "../contract.js";
import type { Planner } from "../planner.js";
import { applyChanges, type Texts } from "./check.js";

/** What changes do to requests, as `mesh diff` says it. Of a plan that cannot be used nothing is known. */
export function computeRequestEffect(texts: Texts, changes: readonly FileChange[], planner: Planner): RequestEffect {
  const base = planner.plan(texts);
  const next = planner.plan(applyChanges(texts, changes));
  if (!base.planned.isAnalyzed || !next.planned.isAnalyzed) return { changes: [] };
  const effect = compareMeshes(indexMesh(base), indexMesh(next));
  return {
    summary: formatSummary(effect),
    changes: effect.changes.map((change) => ({
      title: `${formatHost(change)}: ${changeKinds[change.kind]}`,
      callers: formatCallers(change),
      requests: nameSome(change.requests),
      before: change.before,
      after: change.after,
      causes: change.causes.map(formatCause),
    })),
  };
}

function indexMesh({ loaded, surroundings }: StackPlan) {
  return indexPlan(loaded, surroundings);
}
