import { listAccessValues, type AccessValue } from "./access-values.js";
import type { AnalyzedObject } from "../mesh/objects.js";
import { file } from "../mesh/selection.js";

/** Blocks that are of no public network. Source: RFC 1918, 6598, 3927, 4193 and 4291. */
const inner = [
  ...[/^10\./, /^127\./, /^169\.254\./, /^192\.168\./, /^172\.(1[6-9]|2\d|3[01])\./],
  ...[/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./, /^f[cd]/i, /^fe[89ab]/i, /^::1(\/|$)/],
];

/** Whether an address, or a block of them, is of a public network, so that no pod and no node has it. */
export function isPublicBlock(value: string): boolean {
  return !/\/[0-7]$/.test(value) && inner.every((one) => !one.test(value));
}

/** The addresses of connections that rules go by, a list for each rule that does. */
export function listSourceAddresses(object: AnalyzedObject): readonly AccessValue[][] {
  const byRule = new Map<number, AccessValue[]>();
  for (const one of listAccessValues(object)) if (one.attribute === "source.ip") file(byRule, one.rule, one);
  return [...byRule.values()];
}
