import { formatClosest } from "../../text/closest.js";
import type { RuleContext } from "../rule.js";
import type { ObjectKind } from "../../mesh/objects.js";
import { file } from "../../mesh/selection.js";

/** The names of the objects of a kind, by namespace. */
export type KnownNames = ReadonlyMap<string, readonly string[]>;

/** Reads the kind. */
export function listNames({ list }: RuleContext, kind: ObjectKind): KnownNames {
  const names = new Map<string, string[]>();
  for (const { namespace, manifest } of list(kind)) file(names, namespace, manifest.metadata.name);
  return names;
}

// More are no help to a person, and comparing with thousands takes its time.
const comparable = 100;

/** `there is no Service ordres in shop; did you mean "orders"?` */
export function describeMissing(kind: string, name: string, namespace: string, names: KnownNames): string {
  const there = names.get(namespace) ?? [];
  const hint = there.length > comparable ? "" : formatClosest(name, there);
  return `there is no ${kind} ${name} in ${namespace}${hint}`;
}
