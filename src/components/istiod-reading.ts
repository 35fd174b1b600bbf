import { setTimeout as sleep } from "node:timers/promises";
import { findUnread } from "../istio/control-plane/held-objects.js";
import { formatName, type Manifest } from "../kubernetes/manifest.js";
import { managedBy } from "../policy/compile.js";
import { fetchLabelled } from "./cluster-api.js";
import { fetchHeldObjects } from "./istiod-debug.js";

/** Which objects are to be read, by whom, and how long is waited for that. */
export interface IstiodReading {
  kubeconfig: string;
  /** Namespace of the control plane. */
  namespace: string;
  /** The objects, as they were given to the API server. */
  manifests: readonly Manifest[];
  timeoutSeconds: number;
}

const pauseMilliseconds = 200;

/**
 * Waits until every istiod has read these DestinationRules and VirtualServices as the API server has them.
 * @returns whether they had to be waited for; false also where nobody can be asked
 * @throws with what is missing, after the time-out
 */
export async function waitForIstiods(reading: IstiodReading): Promise<boolean> {
  const { kubeconfig, namespace, timeoutSeconds } = reading;
  const start = Date.now();
  for (let isFirst = true; ; isFirst = false) {
    let unread: string[];
    try {
      const wanted = await fetchWanted(reading);
      const held = wanted.length === 0 ? [] : await fetchHeldObjects(kubeconfig, namespace);
      unread = [...new Set(held.flatMap((objects) => findUnread(wanted, objects)))];
    } catch {
      // Who asks for the proxies says why.
      return false;
    }
    if (unread.length === 0) return !isFirst;
    if (Date.now() - start >= timeoutSeconds * 1000)
      throw new Error(`after ${timeoutSeconds} s istiod has not read ${unread.join(", ")}`);
    await sleep(pauseMilliseconds);
  }
}

async function fetchWanted({ kubeconfig, manifests }: IstiodReading): Promise<Manifest[]> {
  const kinds = [
    ["DestinationRule", "destinationrules"],
    ["VirtualService", "virtualservices"],
  ] as const;
  const there = await Promise.all(
    kinds.map(async ([kind, resource]) => {
      const given = new Set(manifests.filter((manifest) => manifest.kind === kind).map(formatName));
      if (given.size === 0) return [];
      const all = await fetchLabelled(kubeconfig, resource, managedBy);
      return all.filter((object) => given.has(formatName(object))).map((object) => ({ ...object, kind }));
    }),
  );
  return there.flat();
}
