import { rules } from "../analysis/all.js";
import { analyzeBy, type AnalysisInput } from "../analysis/analyze.js";
import { kindOf, watchReads } from "../mesh/mesh-index.js";
import type { Rule } from "../analysis/rule.js";
import type { Code } from "../findings/codes.js";
import type { Finding } from "../findings/finding.js";
import { readObjects, type StackObject, type StackResource } from "./stack-objects.js";

/** What is wrong with a stack; the `file` of a finding is the URN of the resource that it is about. */
export interface StackAnalysis {
  findings: Finding[];
  /** Rules whose findings count for nothing, since they asked for a value that is not known yet: URN -> the rules' names. */
  undecided: ReadonlyMap<string, readonly string[]>;
}

const unused: Code = "MESH0301";

/** Analyzes what a stack consists of, each cluster for itself. */
export function analyzeStack(
  resources: readonly StackResource[],
  input: Pick<AnalysisInput, "assumed" | "mesh" | "suppressions">,
): StackAnalysis {
  const asked = new Set<StackObject>();
  const clusters = readObjects(resources, (object) => asked.add(object));
  const undecided = new Map<string, string[]>();
  const note = (rule: Rule, unknown: readonly StackObject[]) => {
    for (const { urn } of unknown) undecided.set(urn, [...(undecided.get(urn) ?? []), rule.name]);
  };
  const found = clusters.map((objects) => {
    asked.clear();
    return analyzeBy(decideRules(objects, asked, note), { ...input, objects: objects.flatMap(place) });
  });
  return { findings: found.flat().filter(isFirst).filter(isTrue), undecided };

  /** What is said of the mesh and not of an object is said once for each cluster. */
  function isFirst({ file, message }: Finding, index: number, all: readonly Finding[]): boolean {
    return file !== undefined || all.findIndex((other) => other.message === message) === index;
  }

  /** A suppression may be for another cluster, or for what is left out for want of a value. */
  function isTrue({ code, file, message }: Finding): boolean {
    if (code !== unused) return true;
    if (undecided.size > 0) return false;
    return file !== undefined || found.every((findings) => findings.some((other) => other.message === message));
  }
}

function place({ manifest, urn }: StackObject): AnalysisInput["objects"][number][] {
  return manifest === undefined ? [] : [{ manifest, locate: () => ({ file: urn }) }];
}

/**
 * All rules, each silent where it asked for an unknown value, which might be the very one that decides. Objects whose name is
 * unknown may be any of their kind, so whoever reads that kind has asked.
 */
function decideRules(
  objects: readonly StackObject[],
  asked: Set<StackObject>,
  note: (rule: Rule, unknown: readonly StackObject[]) => void,
): Rule[] {
  let general: readonly StackObject[] | undefined;
  return rules.map((rule) => ({
    ...rule,
    check: (context) => {
      // Before the first rule it is the index that asks, for all of them.
      general ??= [...objects.filter(({ manifest }) => manifest === undefined), ...asked];
      asked.clear();
      const reports: Parameters<typeof context.report>[] = [];
      const kinds = new Set<string>(rule.reads);
      // What other rules have asked for is computed again: what it reads, this rule has read.
      const { ask } = watchReads(
        context.ask((index) => index),
        (read) => read.forEach((kind) => kinds.add(kind)),
      );
      rule.check({ ...context, ask, report: (...report) => reports.push(report) });
      const isRead = (object: StackObject) => kinds.has(kindOf({ ...object, metadata: { name: "" } }));
      const unknown = new Set([...general.filter(isRead), ...asked]);
      if (unknown.size > 0) note(rule, [...unknown]);
      else for (const report of reports) context.report(...report);
    },
  }));
}
