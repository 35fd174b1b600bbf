import type { EngineEvent, StepMetadata } from "../engine-event.js";
import { toMap } from "../text/read.js";
import type { WorkloadLook } from "./pod-causes.js";
import { isWorkloadKind, type Workload } from "./workload-objects.js";

/** Seconds that a cause stands before it is said: what every start meets in passing is not worth a line. */
const saidAfter = 15;

/** What follows from a look at all workloads that are waited for. */
export interface Verdict {
  /** Causes that are said now, each once. */
  said: readonly string[];
  /** Causes for which the run ends; empty where it may still get better. */
  fatal: readonly string[];
}

/** Judges, from what the engine does and what the cluster says, whether waiting is of use. Times are in seconds. */
export interface StallJudge {
  /** What the engine does. */
  onEvent: (event: EngineEvent) => void;
  /** The workloads that the engine waits for. */
  listAwaited: () => Workload[];
  /** @param looks by the workloads' `formatWorkload` */
  judge: (looks: ReadonlyMap<string, WorkloadLook>, now: number) => Verdict;
}

/** The same cause of the same workload, over several looks. */
interface Standing {
  since: number;
  /** Since when nothing else got on, in the run or in the workload. */
  still: number;
  progress: string;
}

/** A cause that only a person mends. Times are in seconds. */
interface Stalled {
  text: string;
  patience: number;
  waited: number;
}

/** Causes that end the run. Those about to follow are waited for, as long again at most: whoever mends one wants to know all. */
function findFatal(stalled: readonly Stalled[]): string[] {
  const over = stalled.filter(({ waited, patience }) => waited >= patience);
  const left = Math.max(...over.map(({ waited, patience }) => 2 * patience - waited));
  const others = stalled.filter(({ waited, patience }) => waited < patience && patience - waited <= left);
  return others.length > 0 ? [] : over.map(({ text }) => text);
}

export function createStallJudge(): StallJudge {
  const awaited = new Map<string, Workload>();
  const said = new Set<string>();
  let standing = new Map<string, Standing>();
  let hasMoved = false;
  const follow = (before: Standing | undefined, progress: string, now: number): Standing => {
    const still = before?.progress === progress && !hasMoved ? before.still : now;
    return { since: before?.since ?? now, still, progress };
  };
  return {
    onEvent: ({ resourcePreEvent, resOutputsEvent, resOpFailedEvent }) => {
      // The preview before an update waits for nothing.
      if ((resourcePreEvent ?? resOutputsEvent)?.planning === true) return;
      const begun = resourcePreEvent === undefined ? undefined : findWorkload(resourcePreEvent.metadata);
      if (begun !== undefined && resourcePreEvent !== undefined) awaited.set(resourcePreEvent.metadata.urn, begun);
      const ended = (resOutputsEvent ?? resOpFailedEvent)?.metadata.urn;
      if (ended !== undefined) awaited.delete(ended);
      hasMoved ||= resourcePreEvent !== undefined || ended !== undefined;
    },
    listAwaited: () => [...awaited.values()],
    judge: (looks, now) => {
      const next = new Map<string, Standing>();
      const news: string[] = [];
      const stalled: Stalled[] = [];
      for (const [workload, { progress, causes }] of looks) {
        for (const { key, text, patience } of causes) {
          const name = `${workload} ${key}`;
          const since = follow(standing.get(name), progress, now);
          next.set(name, since);
          if (patience !== undefined)
            stalled.push({ text: `${workload}: ${text}`, patience, waited: now - since.still });
          if (said.has(name) || now - since.since < saidAfter) continue;
          said.add(name);
          news.push(`${workload}: ${text}`);
        }
      }
      standing = next;
      hasMoved = false;
      return { said: news, fatal: findFatal(stalled) };
    },
  };
}

/** What is deleted has no pods to wait for, and a step that changes nothing ends at once. */
const waiting = ["create", "update", "create-replacement"];

function findWorkload({ op, new: next }: StepMetadata): Workload | undefined {
  if (!waiting.includes(op)) return undefined;
  const { kind, metadata } = next?.inputs ?? {};
  const { name, namespace } = toMap(metadata);
  if (!isWorkloadKind(kind) || typeof name !== "string") return undefined;
  return { kind, name, namespace: typeof namespace === "string" ? namespace : "default" };
}

/** The last words of a run that was ended. */
export function formatStall(stack: string, fatal: readonly string[]): string {
  return [
    `stack ${stack}: the run was ended, since this does not get better by itself:`,
    ...fatal.map((cause) => `  ${cause}`),
    "what was made is noted; put that right and run mesh up again",
  ].join("\n");
}
