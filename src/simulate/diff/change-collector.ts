import { file } from "../../mesh/selection.js";
import type { ChangedObject } from "./changed-objects.js";
import { toCause, type Culprit } from "./causes.js";
import { changeKinds, type Change } from "./effect.js";

/** A change before its causes are known as such. */
export type Found = Omit<Change, "causes">;

/** How requests are called where they have nothing in common. */
export const allRequests = "all requests";

interface Collected {
  change: Found;
  target: string;
  culprits: readonly Culprit[];
  callers: Set<string>;
  requests: Set<string>;
}

/** Differences that read alike are one, of several callers and requests. */
export class ChangeCollector {
  /** All objects that cause something. */
  readonly culprits = new Set<ChangedObject>();
  readonly #changes = new Map<string, Collected>();
  /** By target, how its requests are called. */
  readonly #requests = new Map<string, string[]>();

  /** Notes a request that is compared. */
  count(target: string, words: string): void {
    file(this.#requests, target, words);
  }

  add(change: Found, target: string, culprits: readonly Culprit[]): void {
    for (const { object } of culprits) this.culprits.add(object);
    const { kind, before, after } = change;
    const objects = culprits.map((culprit) => toCause({ object: culprit.object }));
    const key = JSON.stringify([kind, target, before, after, objects]);
    const known = this.#changes.get(key) ?? { change, target, culprits, callers: new Set(), requests: new Set() };
    for (const caller of change.callers) known.callers.add(caller);
    for (const request of change.requests) known.requests.add(request);
    this.#changes.set(key, known);
  }

  /** In the order of kinds, hosts and gateways; those of one in the order in which they were found. */
  list(): Change[] {
    const order = Object.keys(changeKinds);
    const keyOf = ({ kind, host, gateway = "" }: Change) =>
      [String(order.indexOf(kind)).padStart(2, "0"), host, gateway].join(" ");
    const all = [...this.#changes.values()].map((one) => this.#finish(one));
    return all.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
  }

  #finish({ change, target, culprits, callers, requests }: Collected): Change {
    const isAll = new Set(this.#requests.get(target)).size === requests.size;
    return {
      ...change,
      callers: [...callers].sort(),
      requests: isAll ? [allRequests] : [...requests],
      causes: culprits.map(toCause),
    };
  }
}
