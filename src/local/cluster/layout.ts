import { join } from "node:path";
import { clusterFolder, clusterKubeconfig } from "../../folders.js";

/** The cluster's only node. */
export const nodeName = "node0";

// Every cluster has a network namespace of its own, so the same addresses serve all of them.
export const nodeAddress = "10.250.0.1";
export const podRange = "10.244.0.0/24";
export const serviceRange = "10.96.0.0/16";
/** The first address of `serviceRange`: the Service `default/kubernetes`. */
export const apiServiceAddress = "10.96.0.1";
export const clusterDomain = "cluster.local";

/** The API server's port inside the cluster, and on the host's loopback where it is free. */
export const apiPort = 6443;

/** containerd's socket as the cluster's own processes see it; its `/run` is not the host's. */
export const containerdSocket = "/run/containerd/containerd.sock";

// Where containerd and CoreDNS answer that they work; the other components have such an address by default.
export const containerdMetrics = "127.0.0.1:1338";
export const corednsReady = "127.0.0.1:8181";

/** What helps where one of a cluster's own files is broken. */
export const startAnew = "end the cluster by mesh local down, and start it anew";

/** Where the files of one cluster lie. Everything below `folder` goes with `mesh local down`. */
export interface ClusterPaths {
  folder: string;
  kubeconfig: string;
  /** One `<component>.log` each. */
  logs: string;
  /** What the supervisor is to run, written by `up`. */
  plan: string;
  /** How the components are, written by the supervisor. */
  health: string;
  /** Numbers of the Services' ports on the host's loopback, written by the supervisor. */
  ports: string;
  certificates: string;
  /** Kubeconfigs of the components. */
  credentials: string;
  /** Configuration files of the components. */
  configuration: string;
  etcd: string;
  containerd: string;
  kubelet: string;
  podLogs: string;
}

export function clusterPaths(name: string): ClusterPaths {
  const folder = clusterFolder(name);
  return {
    folder,
    kubeconfig: clusterKubeconfig(name),
    logs: join(folder, "logs"),
    plan: join(folder, "plan.json"),
    health: join(folder, "health.json"),
    ports: join(folder, "ports.json"),
    certificates: join(folder, "certificates"),
    credentials: join(folder, "credentials"),
    configuration: join(folder, "configuration"),
    etcd: join(folder, "etcd"),
    containerd: join(folder, "containerd"),
    kubelet: join(folder, "kubelet"),
    podLogs: join(folder, "pod-logs"),
  };
}

/** Held while a cluster is brought up or down; beside its folder, since `down` removes that. */
export function lockFile(name: string): string {
  return `${clusterFolder(name)}.lock`;
}

/** The kubeconfig's context. */
export function contextName(name: string): string {
  return `pulumi-istio-${name}`;
}

/** The log of a component. */
export function componentLog(paths: ClusterPaths, component: string): string {
  return join(paths.logs, `${component}.log`);
}
