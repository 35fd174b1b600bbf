import type { ValuePath } from "../../findings/place.js";
import { computeServiceHost } from "../../mesh/host-names.js";
import { parseGoDuration } from "../../text/go-duration.js";
import type { Answer, Outcome, Reached } from "../answer.js";
import { findDenial, listOutcomes, summarizeOutcomes, nameVersion, toPercentage } from "../outcome-words.js";
import type { Expectation } from "./request-test.js";

/** One expectation that an answer does not meet. */
export interface Difference {
  /** Of the expectation, in the test. */
  path: ValuePath;
  expected: string;
  actual: string;
}

/** What an answer has otherwise than a test expects; none where it is as expected. */
export function compareAnswer(expectation: Expectation, answer: Answer): Difference[] {
  const outcomes = listOutcomes(answer);
  const unknown = outcomes.filter(({ kind }) => kind === "unknown");
  if (unknown.length > 0) {
    return [{ path: ["expect"], expected: "an answer that can be decided", actual: summarizeOutcomes(unknown) }];
  }
  return [
    ...compareStatus(expectation, outcomes),
    ...compareReached(expectation, outcomes),
    ...compareNotReached(expectation, outcomes),
    ...compareDenial(expectation, outcomes),
    ...compareLocation(expectation, outcomes),
    ...compareTimeout(expectation, outcomes),
    ...compareRetries(expectation, outcomes),
  ];
}

type Outcomes = readonly Outcome[];

/** Sums of shares are those of binary fractions. */
function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) < 0.01;
}

function sumPercentages(outcomes: Outcomes): number {
  return toPercentage(outcomes.reduce((sum, { share }) => sum + share, 0));
}

function readStatuses(status: Expectation["status"]): [string, number][] {
  if (status === undefined) return [];
  return typeof status === "number" ? [[String(status), 100]] : Object.entries(status);
}

function compareStatus({ status }: Expectation, outcomes: Outcomes): Difference[] {
  const path = ["expect", "status"];
  return readStatuses(status).flatMap(([code, expected]) => {
    const actual = sumPercentages(
      outcomes.filter((outcome) => outcome.kind === "answered" && String(outcome.status) === code),
    );
    if (isSame(actual, expected)) return [];
    const isAll = typeof status === "number";
    return [
      {
        path: isAll ? path : [...path, code],
        expected: isAll ? code : `${expected}% ${code}`,
        actual: summarizeOutcomes(outcomes),
      },
    ];
  });
}

function isAt(service: string, outcome: Outcome): outcome is Reached {
  const [namespace = "", name] = service.split("/", 2);
  const host = name === undefined ? service : computeServiceHost(namespace, name);
  return outcome.kind === "reached" && outcome.destination.host === host;
}

function compareReached({ reaches, status }: Expectation, outcomes: Outcomes): Difference[] {
  if (reaches === undefined) return [];
  const { service, version, shares, path } = reaches;
  const at = outcomes.filter((outcome) => isAt(service, outcome));
  const others = readStatuses(typeof status === "object" ? status : undefined);
  const rest = 100 - others.reduce((sum, [, percentage]) => sum + percentage, 0);
  if (at.length === 0 && (shares !== undefined || rest > 0)) {
    return [{ path: ["expect", "reaches", "service"], expected: service, actual: summarizeOutcomes(outcomes) }];
  }
  const wanted = version === undefined ? shares : { [version]: rest };
  const key = version === undefined ? "shares" : "version";
  return [
    ...(wanted === undefined
      ? compareTotal({ service, expected: rest }, at, outcomes)
      : compareShares({ wanted, key }, at, outcomes)),
    ...comparePath(path, at),
  ];
}

function compareTotal(
  { service, expected }: { service: string; expected: number },
  at: readonly Reached[],
  outcomes: Outcomes,
): Difference[] {
  if (isSame(sumPercentages(at), expected)) return [];
  const wanted = expected === 100 ? service : `${expected}% ${service}`;
  return [{ path: ["expect", "reaches", "service"], expected: wanted, actual: summarizeOutcomes(outcomes) }];
}

function compareShares(
  { wanted, key }: { wanted: Readonly<Record<string, number>>; key: string },
  at: readonly Reached[],
  outcomes: Outcomes,
): Difference[] {
  const actual = new Map<string, number>();
  for (const { destination, share } of at) {
    const version = nameVersion(destination);
    actual.set(version, (actual.get(version) ?? 0) + share * 100);
  }
  const versions = [...new Set([...Object.keys(wanted), ...actual.keys()])];
  if (versions.every((one) => isSame(wanted[one] ?? 0, actual.get(one) ?? 0))) return [];
  const expected = Object.entries(wanted).map(([version, share]) => (share === 100 ? version : `${share}% ${version}`));
  return [{ path: ["expect", "reaches", key], expected: expected.join(", "), actual: summarizeOutcomes(outcomes) }];
}

function comparePath(expected: string | undefined, at: readonly Reached[]): Difference[] {
  return compareAll(
    { path: ["expect", "reaches", "path"], expected },
    at.map(({ path }) => path),
  );
}

function compareNotReached({ notReached }: Expectation, outcomes: Outcomes): Difference[] {
  if (notReached === undefined || !outcomes.some((outcome) => isAt(notReached, outcome))) return [];
  const expected = `no request reaches ${notReached}`;
  return [{ path: ["expect", "notReached"], expected, actual: summarizeOutcomes(outcomes) }];
}

function compareDenial({ deniedBy }: Expectation, outcomes: Outcomes): Difference[] {
  if (deniedBy === undefined || outcomes.every((outcome) => findDenial(outcome) === deniedBy)) return [];
  return [{ path: ["expect", "deniedBy"], expected: deniedBy, actual: summarizeOutcomes(outcomes) }];
}

function compareLocation({ location: expected }: Expectation, outcomes: Outcomes): Difference[] {
  const locations = outcomes.map((outcome) => (outcome.kind === "answered" ? outcome.location : undefined));
  return compareAll({ path: ["expect", "location"], expected }, locations, summarizeOutcomes(outcomes));
}

function compareTimeout({ timeout }: Expectation, outcomes: Outcomes): Difference[] {
  const reached = outcomes.filter(({ kind }) => kind === "reached") as Reached[];
  const timeouts = reached.map(({ delivery }) => delivery.timeout ?? "none");
  return compareAll(
    { path: ["expect", "timeout"], expected: timeout },
    timeouts,
    summarizeOutcomes(outcomes),
    isSameTime,
  );
}

function compareRetries({ retries }: Expectation, outcomes: Outcomes): Difference[] {
  const reached = outcomes.filter(({ kind }) => kind === "reached") as Reached[];
  const attempts = reached.map(({ delivery }) => String(delivery.attempts));
  const expected = retries === undefined ? undefined : String(retries);
  return compareAll({ path: ["expect", "retries"], expected }, attempts, summarizeOutcomes(outcomes));
}

function isSameTime(one: string, other: string): boolean {
  return one === other || (one !== "none" && other !== "none" && parseGoDuration(one) === parseGoDuration(other));
}

/** Whether each share has the one value that is expected. @param otherwise what is said where no share has any */
function compareAll(
  { path, expected }: { path: ValuePath; expected: string | undefined },
  actual: readonly (string | undefined)[],
  otherwise = "nothing",
  isEqual = (one: string, other: string) => one === other,
): Difference[] {
  if (expected === undefined) return [];
  const known = [...new Set(actual.filter((one) => one !== undefined))].sort();
  if (known.length > 0 && actual.every((one) => one !== undefined && isEqual(one, expected))) return [];
  return [{ path, expected, actual: known.length === 0 ? otherwise : known.join(", ") }];
}
