import { formatGiven } from "../../text/schema-problems.js";
import type { ValuePath } from "../../findings/place.js";

/** What is wrong with a value of an object. */
export interface SchemaProblem {
  path: ValuePath;
  message: string;
  /** @default "error" */
  level?: "error" | "warning";
}

/** Where a check stands in an object, and what it found so far. The path is one list that grows and shrinks. */
export interface Walk {
  readonly path: PropertyKey[];
  readonly problems: SchemaProblem[];
}

/** Looks at a value and gives it as rules see it: with its defaults, without what the API server drops. */
export type Check = (value: unknown, walk: Walk) => unknown;

/** Says that the value where the walk stands, or one below it, is wrong. */
export function addProblem({ path, problems }: Walk, message: string, below: ValuePath = []): void {
  problems.push({ path: [...path, ...below], message });
}

/** `spec.http[0].name`; what is in no map has the object's name. */
export function formatValuePath(path: ValuePath): string {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return text === "" ? "the object" : text.slice(1);
}

/** `spec.timeout is "x"`, for a message. */
export function formatValueAt(path: ValuePath, value: unknown): string {
  return `${formatValuePath(path)} is ${value === undefined ? "missing" : formatGiven(value)}`;
}

/** `a, b and c`. */
export function formatWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
