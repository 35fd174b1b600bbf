import { createHosts, type KnownHost } from "../../mesh/hosts.js";
import type { MeshReader } from "../../mesh/objects.js";
import { file } from "../../mesh/selection.js";
import { createWorkloads, type MeshWorkload } from "../../mesh/workloads.js";
import { toMap } from "../../text/read.js";

/** Which pods are behind which hosts. */
export interface PodsBehind {
  /** Hosts of Services and ServiceEntries. */
  all: readonly KnownHost[];
  workloadsOf: (host: string) => readonly MeshWorkload[];
  hostsOf: (workload: MeshWorkload) => readonly string[];
}

/** Indexes both ways. */
export function createPodsBehind(reader: MeshReader): PodsBehind {
  const { select } = reader.ask(createWorkloads);
  const { all } = reader.ask(createHosts);
  const behind = new Map<string, MeshWorkload[]>();
  const served = new Map<MeshWorkload, string[]>();
  for (const { host, object } of all) {
    const spec = toMap(object.manifest.spec);
    const selector = toMap(object.manifest.kind === "Service" ? spec.selector : toMap(spec.workloadSelector).labels);
    if (Object.keys(selector).length === 0) continue;
    for (const workload of select(selector, object.namespace)) {
      file(behind, host, workload);
      file(served, workload, host);
    }
  }
  return { all, workloadsOf: (host) => behind.get(host) ?? [], hostsOf: (workload) => served.get(workload) ?? [] };
}
