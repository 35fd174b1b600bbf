import type { MeshReader } from "../../mesh/objects.js";
import { describeProxy, type ProbeCaller } from "./callers.js";
import { isMentioned, listMentions, type Mention } from "./mentions.js";
import { describeSidecarView } from "./sidecar-view.js";
import type { Target } from "./targets.js";

/** Callers of one mesh by what a rule may ask for. */
export interface CallerIndex {
  callers: readonly ProbeCaller[];
  /** Whose names a pattern stands for, as positions. */
  findMentioned: (mention: Mention) => readonly number[];
}

/** Answers each mention once, whatever number of rules has it. */
export function createCallerIndex(callers: readonly ProbeCaller[]): CallerIndex {
  const known = new Map<string, readonly number[]>();
  return {
    callers,
    findMentioned: (mention) => {
      const key = `${mention.of} ${mention.pattern}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const found = callers.flatMap((caller, index) => (isMentioned(mention, caller) ? [index] : []));
      known.set(key, found);
      return found;
    },
  };
}

/** For each caller what the rules of a target may tell it apart by: callers with the same text get the same answers. */
export function describeCallers(reader: MeshReader, target: Target, index: CallerIndex): string[] {
  const marks: string[] = index.callers.map(() => "");
  for (const [position, mention] of listMentions(reader, target).entries()) {
    for (const caller of index.findMentioned(mention)) marks[caller] += `,${position}`;
  }
  const views = new Map<unknown, string>();
  return index.callers.map(({ workload, sidecar }, position) => {
    const view = sidecar === undefined ? "" : (views.get(sidecar) ?? describeSidecarView(sidecar, target));
    if (sidecar !== undefined) views.set(sidecar, view);
    const proxy = workload === undefined ? "plain" : describeProxy(workload);
    return `${proxy} ${marks[position] ?? ""} ${view}`;
  });
}
