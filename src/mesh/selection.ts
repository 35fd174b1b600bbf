import { toMap } from "../text/read.js";
import type { AnalyzedObject, MeshReader, Workload } from "./objects.js";
import { matchesPolicySelector, toPairs, type Labels } from "./selectors.js";

/** Asks for all items that have what a selector wants, without looking at all of them; an empty selector selects all. */
export function createSelection<Item extends { labels: Labels }>(
  items: readonly Item[],
): (selector: Labels) => readonly Item[] {
  const byPair = new Map<string, Item[]>();
  for (const item of items) for (const pair of toPairs(item.labels)) file(byPair, pair, item);
  return (selector) => {
    const [fewest] = toPairs(selector)
      .map((pair) => byPair.get(pair) ?? [])
      .sort((a, b) => a.length - b.length);
    return fewest === undefined ? items : fewest.filter(({ labels }) => matchesPolicySelector(selector, labels));
  };
}

/** Asks for the Services that select pods with these labels. Reads `Service`. */
export function createServiceSelection({ list }: MeshReader): (workload: Workload) => readonly AnalyzedObject[] {
  const services = list("Service").map((object) => ({ object, selector: toMap(object.manifest.spec?.selector) }));
  const counts = new Map<string, number>();
  for (const { object, selector } of services) {
    for (const pair of toPairs(selector)) {
      const key = `${object.namespace}/${pair}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  // Each is kept under the one of its labels that fewest others want, for pods that lack it are not selected.
  const byPair = new Map<string, typeof services>();
  for (const service of services) {
    const [rarest] = toPairs(service.selector)
      .map((pair) => `${service.object.namespace}/${pair}`)
      .sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
    if (rarest !== undefined) file(byPair, rarest, service);
  }
  return ({ namespace, labels }) =>
    toPairs(labels)
      .flatMap((pair) => byPair.get(`${namespace}/${pair}`) ?? [])
      .filter(({ selector }) => matchesPolicySelector(selector, labels))
      .map(({ object }) => object);
}

/** Asks for the pods of a gateway's selector. What is declared takes the place of the gateway that is only assumed. */
export function createGatewaySelection({ workloads }: MeshReader): (selector: Labels) => readonly Workload[] {
  const select = createSelection(workloads());
  return (selector) => {
    const found = select(selector);
    const declared = found.filter(({ object }) => !object.isAssumed);
    return declared.length > 0 ? declared : found;
  };
}

/** Adds to a list that may not be there yet. */
export function file<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
