import type { Answer, Delivery, Outcome, Reached, Step } from "../answer.js";
import { summarizeOutcomes, listOutcomes, listSteps, toPercentage } from "../outcome-words.js";
import type { ChangeKind } from "./effect.js";

/** One difference of two answers to the same request. */
export interface AnswerChange {
  kind: ChangeKind;
  before: string;
  after: string;
}

/** What two answers to the same request have otherwise; none where an application, or its caller, cannot tell them apart. */
export function compareAnswers(before: Answer, after: Answer): AnswerChange[] {
  const way = findWayChange(before, after);
  const [was, is] = [listReached(before), listReached(after)];
  if (was.length === 0 || is.length === 0) return way;
  return [
    ...way,
    ...compareText("delivery", describeDeliveries(was), describeDeliveries(is)),
    ...compareText("limits", describeLimits(before), describeLimits(after)),
    ...compareText("mutual-tls", describeTls(was), describeTls(is)),
  ];
}

function compareText(kind: ChangeKind, before: string, after: string): AnswerChange[] {
  return before === after ? [] : [{ kind, before, after }];
}

/** Where requests end otherwise: the gravest that can be said of it. */
function findWayChange(before: Answer, after: Answer): AnswerChange[] {
  const [was, is] = describeWays(before, after);
  const isUnknown = [before, after].some(({ outcomes }) => outcomes.some(({ kind }) => kind === "unknown"));
  // What is not known in both may be another thing in each.
  if (isUnknown) return [{ kind: "unknown", before: was, after: is }];
  if (was === is) return [];
  const shares = { before: countShares(before), after: countShares(after) };
  const grown = (key: keyof Shares) => isMore(shares.after[key], shares.before[key]);
  const shrunk = (key: keyof Shares) => isMore(shares.before[key], shares.after[key]);
  const kind: ChangeKind = grown("denied")
    ? "newly-denied"
    : grown("cutOff")
      ? "cut-off"
      : grown("lost")
        ? "unreachable"
        : grown("reached") && shrunk("denied")
          ? "newly-allowed"
          : grown("reached") && (shrunk("lost") || shrunk("cutOff"))
            ? "reachable"
            : "routes";
  return [{ kind, before: was, after: is }];
}

interface Shares {
  reached: number;
  denied: number;
  /** By a handshake that fails. */
  cutOff: number;
  /** For want of a host, a route or a pod. */
  lost: number;
}

function countShares(answer: Answer): Shares {
  const shares: Shares = { reached: 0, denied: 0, cutOff: 0, lost: 0 };
  for (const outcome of listOutcomes(answer)) {
    const key = classify(outcome);
    if (key !== undefined) shares[key] += outcome.share;
  }
  return shares;
}

function classify(outcome: Outcome): keyof Shares | undefined {
  const last = outcome.steps.at(-1)?.stage;
  if (outcome.kind === "reached") return "reached";
  if (outcome.kind === "broken") return last === "tls" ? "cutOff" : "lost";
  if (outcome.kind !== "answered") return undefined;
  if (outcome.by === "upstream") return last === "tls" ? "cutOff" : "lost";
  if (outcome.by === "noRoute" || outcome.by === "noEndpoint") return "lost";
  return outcome.by === "denied" || outcome.by === "unauthenticated" ? "denied" : undefined;
}

/** Sums of shares are those of binary fractions. */
function isMore(one: number, other: number): boolean {
  return one - other > 1e-6;
}

function listReached({ outcomes }: Answer): Reached[] {
  return outcomes.filter((outcome): outcome is Reached => outcome.kind === "reached");
}

/** Where requests end, and what of the way there differs. */
function describeWays(before: Answer, after: Answer): [string, string] {
  const [was, is] = [listDetails(before), listDetails(after)];
  const describe = (answer: Answer, own: readonly string[], others: readonly string[]) =>
    [summarizeOutcomes(listOutcomes(answer)), ...own.filter((detail) => !others.includes(detail))].join("; ");
  // A request that nobody gets has no path there.
  const hasBoth = listReached(before).length > 0 && listReached(after).length > 0;
  return hasBoth
    ? [describe(before, was, is), describe(after, is, was)]
    : [summarizeOutcomes(listOutcomes(before)), summarizeOutcomes(listOutcomes(after))];
}

function listDetails({ outcomes }: Answer): string[] {
  return [...new Set(outcomes.flatMap(describeDetails))].sort();
}

function describeDetails(outcome: Outcome): string[] {
  const delay = "delay" in outcome && outcome.delay !== undefined ? [`after a delay of ${outcome.delay}`] : [];
  if (outcome.kind === "answered") return outcome.location === undefined ? delay : [...delay, `to ${outcome.location}`];
  if (outcome.kind !== "reached") return delay;
  const mirrors = outcome.mirrors.map(
    ({ host, subset, percentage }) => `${percentage}% mirrored to ${[host, subset].filter(Boolean).join(" ")}`,
  );
  return [...delay, ...mirrors, `as ${outcome.authority}${outcome.path}`];
}

function describeDeliveries(reached: readonly Reached[]): string {
  const shares = new Map<string, number>();
  for (const { delivery, share } of reached) {
    const text = describeDelivery(delivery);
    shares.set(text, (shares.get(text) ?? 0) + share);
  }
  const [only, ...others] = [...shares].sort(([a], [b]) => (a < b ? -1 : 1));
  if (only !== undefined && others.length === 0) return only[0];
  return [...shares].map(([text, share]) => `${toPercentage(share)}% ${text}`).join(", ");
}

function describeDelivery({ timeout, attempts, perTryTimeout, retryOn }: Delivery): string {
  const each = perTryTimeout === undefined ? "" : ` of ${perTryTimeout}`;
  const on = attempts === 0 || retryOn === undefined ? "" : ` on ${retryOn}`;
  const limit = timeout === undefined ? "no timeout" : `timeout ${timeout}`;
  return `${limit}, ${attempts} ${attempts === 1 ? "retry" : "retries"}${each}${on}`;
}

function describeLimits(answer: Answer): string {
  const steps = listSteps(answer).filter(({ stage }) => stage === "rateLimit" || stage === "traffic");
  return [...new Set(steps.map(({ message }: Step) => message))].join("; ") || "no limits";
}

function describeTls(reached: readonly Reached[]): string {
  const modes = new Set(reached.map(({ isMutualTls }) => (isMutualTls ? "mutual TLS" : "plain text")));
  return [...modes].sort().join(" and ");
}
