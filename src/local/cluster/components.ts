import { join } from "node:path";
import type { Tools } from "../tools/get-tools.js";
import { certificateFiles } from "./certificates.js";
import type { IdentityName } from "./credentials.js";
import {
  apiPort,
  containerdMetrics,
  corednsReady,
  nodeAddress,
  nodeName,
  podRange,
  serviceRange,
  type ClusterPaths,
} from "./layout.js";

/** The tools that a local cluster consists of. */
export const clusterTools = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
  "coredns",
] as const;

export type ClusterTools = Pick<Tools, (typeof clusterTools)[number]>;

/** A long-running process of the cluster. */
export interface Component {
  name: string;
  command: string;
  args: readonly string[];
  /** Answers 200 when the component works; in the cluster's network. */
  health: string;
  /** Started when this one is healthy. @default at once */
  after?: string;
}

/** All components, in the order of their start. */
export function listComponents(paths: ClusterPaths, tools: ClusterTools): Component[] {
  return [
    {
      name: "etcd",
      command: tools.etcd,
      args: etcdFlags(paths),
      health: "http://127.0.0.1:2379/health",
    },
    {
      name: "containerd",
      command: "containerd",
      args: ["--config", join(paths.configuration, "containerd.toml")],
      health: `http://${containerdMetrics}/v1/metrics`,
    },
    {
      name: "kube-apiserver",
      command: tools["kube-apiserver"],
      args: apiServerFlags(paths),
      health: `https://127.0.0.1:${apiPort}/readyz`,
    },
    {
      name: "kubelet",
      command: tools.kubelet,
      args: kubeletFlags(paths),
      health: "http://127.0.0.1:10248/healthz",
      after: "containerd",
    },
    {
      name: "kube-controller-manager",
      command: tools["kube-controller-manager"],
      args: controllerManagerFlags(paths),
      health: "https://127.0.0.1:10257/healthz",
      after: "kube-apiserver",
    },
    {
      name: "kube-scheduler",
      command: tools["kube-scheduler"],
      args: [kubeconfig(paths, "kube-scheduler"), "--leader-elect=false", "--bind-address=127.0.0.1"],
      health: "https://127.0.0.1:10259/healthz",
      after: "kube-apiserver",
    },
    {
      name: "kube-proxy",
      command: tools["kube-proxy"],
      args: proxyFlags(paths),
      health: "http://127.0.0.1:10256/healthz",
      after: "kube-apiserver",
    },
    {
      name: "coredns",
      command: tools.coredns,
      args: ["-conf", join(paths.configuration, "Corefile")],
      health: `http://${corednsReady}/ready`,
      after: "kube-apiserver",
    },
  ];
}

/** Flags of etcd. */
function etcdFlags(paths: ClusterPaths): string[] {
  return [
    `--data-dir=${paths.etcd}`,
    // Data outlives every killed process without it, and after a power cut such a cluster is made anew.
    "--unsafe-no-fsync",
    // The only member waits that long at its start for others that might lead already.
    "--heartbeat-interval=10",
    "--election-timeout=100",
    "--log-level=warn",
  ];
}

/** Flags of kube-apiserver (Kubernetes documentation, reference "kube-apiserver"). */
function apiServerFlags(paths: ClusterPaths): string[] {
  const files = certificateFiles(paths);
  return [
    "--etcd-servers=http://127.0.0.1:2379",
    `--secure-port=${apiPort}`,
    `--advertise-address=${nodeAddress}`,
    `--tls-cert-file=${files.apiServer}`,
    `--tls-private-key-file=${files.apiServerKey}`,
    `--token-auth-file=${join(paths.credentials, "tokens.csv")}`,
    "--authorization-mode=Node,RBAC",
    "--enable-admission-plugins=NodeRestriction",
    "--allow-privileged=true",
    `--service-cluster-ip-range=${serviceRange}`,
    "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
    `--service-account-key-file=${files.serviceAccountPublicKey}`,
    `--service-account-signing-key-file=${files.serviceAccountKey}`,
    "--kubelet-preferred-address-types=InternalIP",
    `--kubelet-client-certificate=${files.kubeletClient}`,
    `--kubelet-client-key=${files.kubeletClientKey}`,
  ];
}

/** Flags of kubelet; the rest is in its configuration file. */
function kubeletFlags(paths: ClusterPaths): string[] {
  return [
    kubeconfig(paths, "kubelet"),
    `--config=${join(paths.configuration, "kubelet.json")}`,
    `--root-dir=${paths.kubelet}`,
    `--hostname-override=${nodeName}`,
    `--node-ip=${nodeAddress}`,
  ];
}

/** Flags of kube-controller-manager. */
function controllerManagerFlags(paths: ClusterPaths): string[] {
  const { authority, authorityKey, serviceAccountKey } = certificateFiles(paths);
  return [
    kubeconfig(paths, "kube-controller-manager"),
    "--leader-elect=false",
    "--bind-address=127.0.0.1",
    "--use-service-account-credentials=true",
    // Its defaults (20 and 30) protect an API server with many nodes; here they cost 3 s of every start and of every
    // namespace that is deleted.
    "--kube-api-qps=500",
    "--kube-api-burst=1000",
    `--service-account-private-key-file=${serviceAccountKey}`,
    `--root-ca-file=${authority}`,
    `--cluster-signing-cert-file=${authority}`,
    `--cluster-signing-key-file=${authorityKey}`,
  ];
}

/** Flags of kube-proxy. */
function proxyFlags(paths: ClusterPaths): string[] {
  return [
    kubeconfig(paths, "kube-proxy"),
    "--proxy-mode=iptables",
    `--cluster-cidr=${podRange}`,
    `--hostname-override=${nodeName}`,
    // Its default of 1 s spares clusters with thousands of rules; here it only delays the answers of new pods.
    "--iptables-min-sync-period=100ms",
    // These are settings of the whole machine; 0 leaves them alone.
    "--conntrack-max-per-core=0",
    "--conntrack-tcp-timeout-established=0",
    "--conntrack-tcp-timeout-close-wait=0",
  ];
}

function kubeconfig(paths: ClusterPaths, identity: IdentityName): string {
  return `--kubeconfig=${join(paths.credentials, `${identity}.kubeconfig`)}`;
}
