import type { ProxySync } from "../../src/istio/control-plane/proxy-sync.js";
import type { ApiPod } from "../../src/status/read/pod-facts.js";

export interface GeneratedCluster {
  pods: ApiPod[];
  rows: ProxySync[];
  lists: Record<string, object[]>;
  objects: Record<string, object>;
}

export function generateCluster(options: { pods: number; root: string }): GeneratedCluster;
export function createRow(pod: ApiPod): ProxySync;
export function serveCluster(
  cluster: Pick<GeneratedCluster, "lists" | "objects" | "rows">,
  options?: { refuse?: (path: string) => number | undefined },
): Promise<{ port: number; requests: string[]; close: () => void }>;
