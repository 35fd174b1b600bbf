import { formatClosest } from "../text/closest.js";

/** @throws where the value of an option is not one of those that are allowed */
export function requireChoice(option: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new Error(`--${option} is "${value}"; allowed are ${allowed.join(", ")}${formatClosest(value, allowed)}`);
}

/** What a table has for the value of an option. @throws where it has nothing */
export function choose<Entry>(option: string, value: string, table: Readonly<Record<string, Entry>>): Entry {
  requireChoice(option, value, Object.keys(table));
  return table[value] as Entry;
}
