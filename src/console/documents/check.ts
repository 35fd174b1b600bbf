import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import type { CheckResult, ServiceFinding, FileChange } from "../contract.js";
import { findService } from "./finding-counts.js";
import { subtractFindings } from "./subtract-findings.js";
import { describeObjectChange, findChangedObjects } from "./object-changes.js";
import type { StackPlan } from "../../plan/stack-plan.js";
import type { Planner } from "../planner.js";
import { computeReach } from "../map/reach.js";
import { listEdges } from "../map/relations.js";

/** Texts of files by name. */
export type Texts = Readonly<Record<string, string>>;

/** The texts with the changes. */
export function applyChanges(texts: Texts, changes: readonly FileChange[]): Record<string, string> {
  const changed = new Map(Object.entries(texts));
  for (const { file, text } of changes) {
    if (text === null) changed.delete(file);
    else changed.set(file, text);
  }
  // The order of files is part of what documents become: that of their names, as the program reads them.
  return Object.fromEntries([...changed].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What changes do to the stack: to its findings, its objects, and whoever meets these. */
export function check(texts: Texts, changes: readonly FileChange[], planner: Planner): CheckResult {
  const changed = applyChanges(texts, changes);
  const base = planner.plan(texts);
  const next = planner.plan(changed);
  const about = { services: next.services, declared: next.surroundings.declared ?? [] };
  const findings = next.findings.map((finding): ServiceFinding => {
    const { file, resource } = finding;
    const service = file === undefined || !(file in changed) ? resource && findService(resource, about) : undefined;
    return service === undefined ? finding : { ...finding, service };
  });
  // Of a plan that cannot be used the objects say nothing: that they are missing would be no change.
  const isKnown = base.planned.isAnalyzed && next.planned.isAnalyzed;
  const objects = isKnown ? findChangedObjects(base.planned.manifests, next.planned.manifests) : [];
  const { mesh } = next.surroundings;
  const reach = computeReach(objects, {
    services: new Map([...base.services, ...next.services]).values(),
    rootNamespace: mesh.rootNamespace,
    edges: [...edgesOf(base), ...edgesOf(next)],
  });
  return {
    findings,
    added: subtractFindings(findings, base.findings),
    removed: subtractFindings(base.findings, next.findings),
    isStopped: next.isStopped,
    files: changes
      .filter(({ file, text }) => (texts[file] ?? null) !== text)
      .map(({ file, text }) => ({ file, patch: createPatch(file, texts[file] ?? null, text) })),
    objects: objects.map(describeObjectChange),
    ...reach,
  };
}

/** The unified difference of a file; one that is not there is /dev/null, as in git. */
export function createPatch(file: string, before: string | null, after: string | null): string {
  const name = (text: string | null) => (text === null ? "/dev/null" : file);
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  return createTwoFilesPatch(name(before), name(after), before ?? "", after ?? "", undefined, undefined, options);
}

function edgesOf({ loaded, surroundings }: StackPlan) {
  return listEdges(loaded.documents, surroundings.mesh);
}
