import type { MeshReader } from "../../mesh/objects.js";
import { describeProxy, listCallers, type ProbeCaller } from "./callers.js";

/** The same callers in two versions of a mesh. */
export interface PairedCaller {
  names: readonly string[];
  before: ProbeCaller;
  after: ProbeCaller;
  /** Whether something of its own differs: its account, its proxy, or its Sidecar. */
  isChanged: boolean;
}

/** The callers that both versions have. Who comes or goes has nothing to compare. */
export function pairCallers(before: MeshReader, after: MeshReader): PairedCaller[] {
  const found = new Map<string, ProbeCaller>();
  for (const caller of before.ask(listCallers)) for (const name of caller.names) found.set(name, caller);
  const pairs = new Map<ProbeCaller, Map<ProbeCaller, string[]>>();
  for (const caller of after.ask(listCallers)) {
    for (const name of caller.names) {
      const old = found.get(name);
      if (old === undefined) continue;
      const others = pairs.get(old) ?? new Map<ProbeCaller, string[]>();
      pairs.set(old, others.set(caller, [...(others.get(caller) ?? []), name]));
    }
  }
  return [...pairs].flatMap(([old, others]) =>
    [...others].map(([caller, names]) => ({ names, before: old, after: caller, isChanged: differ(old, caller) })),
  );
}

function differ(before: ProbeCaller, after: ProbeCaller): boolean {
  const read = ({ workload, account, sidecar }: ProbeCaller) =>
    JSON.stringify([account, describeProxy(workload), workload?.labels, sidecar?.manifest.spec]);
  return read(before) !== read(after);
}
