import type { Manifest } from "../../kubernetes/manifest.js";
import { createIndex, createObject } from "../../mesh/mesh-index.js";
import { createMtls } from "../../mesh/mtls.js";
import { createWorkloads } from "../../mesh/workloads.js";
import type { Service } from "../../policy/service/service.js";

/**
 * The mode in which each service's pods take connections at the ports that have none of their own: MIXED where pods differ, UNKNOWN
 * where policies of one level contradict each other.
 */
export function createModes(
  manifests: readonly Manifest[],
  services: Iterable<Service>,
  rootNamespace: string,
): (service: Service) => string {
  const assumed = [...services].map((service) => ({ ...createObject(assumePod(service), ""), isAssumed: true }));
  const given = manifests.map((manifest) => createObject(manifest, "default"));
  const { ask } = createIndex([...given, ...assumed], { rootNamespace, config: {}, now: new Date() }, []);
  return ({ namespace, selector = {} }) => {
    const chosen = Object.keys(selector).length === 0 ? [] : ask(createWorkloads).select(selector, namespace);
    const declared = chosen.filter(({ object }) => !object.isAssumed);
    const known = [declared, chosen, [{ namespace }]].find((pods) => pods.length > 0) ?? [];
    const modes = new Set(known.map((pods) => ask(createMtls).find(pods)?.mode ?? "UNKNOWN"));
    return modes.size > 1 ? "MIXED" : [...modes].join();
  };
}

/** What stands for the pods of a service that nobody declares. */
function assumePod({ namespace, name, selector = {} }: Service): Manifest {
  return { apiVersion: "v1", kind: "Pod", metadata: { namespace, name, labels: { ...selector } } };
}
