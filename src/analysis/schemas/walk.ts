import type { Collector } from "../../findings/collector.js";
import type { ValuePath } from "../../findings/place.js";
import type { Problem } from "../../findings/problem.js";
import { formatGiven } from "../../text/schema-problems.js";

/** Where a check stands in an object, and where it reports. The path is one list that grows and shrinks. */
export interface Walk {
  readonly path: PropertyKey[];
  readonly found: Collector<Problem>;
}

/** Looks at a value and gives it as rules see it: with its defaults, without what the API server drops. */
export type Check = (value: unknown, walk: Walk) => unknown;

/** Says what is wrong with the value where the walk stands. @param at the value below it that is wrong */
export function addProblem({ path, found }: Walk, message: string, at: ValuePath = []): void {
  found.add({ code: "IST0106", path: [...path, ...at], message, subject: [...path] });
}

/** Says what is wrong with a value below the one where the walk stands. */
export function addProblemBelow({ path, found }: Walk, key: PropertyKey, message: string): void {
  found.add(createValueProblem([...path, key], message));
}

/** What the API server refuses of a value of an object. */
export function createValueProblem(path: ValuePath, message: string): Problem {
  return { code: "IST0106", path, message, subject: path };
}

/** `is "x"; it must be …`. */
export function describeValue(value: unknown, allowed: string): string {
  return `is ${value === undefined ? "missing" : formatGiven(value)}; ${allowed}`;
}

/** `a, b and c`. */
export function formatWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
