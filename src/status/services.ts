import type { Finding } from "../findings/finding.js";
import { matchesServiceSelector } from "../mesh/selectors.js";
import { file } from "../mesh/selection.js";
import type { ClusterFacts, Labels, PodFacts, ServiceFacts } from "./facts.js";
import type { ServiceStatus } from "./report.js";

/** The Services whose pods, or who themselves, have problems. */
export function countServiceProblems(
  { services = [], pods = [] }: ClusterFacts,
  problems: readonly Finding[],
): ServiceStatus[] {
  const about = new Map<string, PodFacts[]>();
  for (const pod of pods) {
    const { namespace, name, owner } = pod;
    file(about, `Pod ${namespace}/${name}`, pod);
    if (owner.kind !== "Pod") file(about, `${owner.kind} ${namespace}/${owner.name}`, pod);
  }
  const near = new Map<string, ServiceFacts[]>();
  for (const service of services) file(near, service.namespace, service);
  const counts = new Map<string, ServiceStatus>();
  for (const { resource } of problems) {
    if (resource?.namespace === undefined) continue;
    const { kind, namespace, name } = resource;
    const some = about.get(`${kind} ${namespace}/${name}`) ?? [];
    const meant = (near.get(namespace) ?? []).filter((service) =>
      kind === "Service" ? service.name === name : isOfAny(service.selector, some),
    );
    for (const service of meant) {
      const id = `${namespace}/${service.name}`;
      counts.set(id, { namespace, name: service.name, problems: (counts.get(id)?.problems ?? 0) + 1 });
    }
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, status]) => status);
}

function isOfAny(selector: Labels, pods: readonly PodFacts[]): boolean {
  return pods.some(({ labels }) => matchesServiceSelector(selector, labels));
}
