import type { Finding } from "../findings/finding.js";
import type { ClusterFacts, NegativeCondition } from "./facts.js";
import { say } from "./say.js";

/** What Istio says no to in the status of objects. */
export function findConditionProblems({ conditions }: ClusterFacts): Finding[] {
  return conditions.map(describe);
}

function describe({ kind, namespace, name, type, reason, message }: NegativeCondition): Finding {
  const text = `its condition ${type} says no (${reason})${message === "" ? "" : `: ${message.trim()}`}`;
  return say("IST0171", { kind, namespace, name }, text);
}
