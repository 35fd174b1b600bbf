import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pauseImage } from "../images/image-list.js";
import { cgroupName } from "./cgroups.js";
import { certificateFiles } from "./certificates.js";
import {
  clusterDomain,
  containerdMetrics,
  containerdSocket,
  corednsReady,
  nodeAddress,
  podRange,
  type ClusterPaths,
} from "./layout.js";

/** Configuration files of the components, by file name below the folder of configurations. */
export function renderConfiguration(cluster: string, paths: ClusterPaths): Record<string, string> {
  return {
    "containerd.toml": renderContainerd(paths),
    "cni/10-pods.conflist": JSON.stringify(renderPodNetwork(), null, 2),
    "kubelet.json": JSON.stringify(renderKubelet(cluster, paths), null, 2),
    Corefile: renderCorefile(paths),
    "resolv.conf": `nameserver ${nodeAddress}\n`,
  };
}

export function writeConfiguration(cluster: string, paths: ClusterPaths): void {
  mkdirSync(join(paths.configuration, "cni"), { recursive: true });
  for (const [name, text] of Object.entries(renderConfiguration(cluster, paths))) {
    writeFileSync(join(paths.configuration, name), text);
  }
}

/** containerd's configuration, version 2 (containerd 1.6, docs/cri/config.md). */
function renderContainerd(paths: ClusterPaths): string {
  return `version = 2
root = "${paths.containerd}"
state = "/run/containerd"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs"]

[grpc]
  address = "${containerdSocket}"

[metrics]
  address = "${containerdMetrics}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  # Inside a container or a small virtual machine these are often missing or out of our hands.
  restrict_oom_score_adj = true
  disable_apparmor = true
  disable_hugetlb_controller = true

  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"

    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${join(paths.configuration, "cni")}"
`;
}

/**
 * Each pod gets a point-to-point link to the node (CNI plugin ptp), so that traffic between pods passes the node's
 * iptables rules as Services need it, without a bridge.
 */
function renderPodNetwork(): object {
  const ipam = { type: "host-local", ranges: [[{ subnet: podRange }]], routes: [{ dst: "0.0.0.0/0" }] };
  return {
    cniVersion: "0.4.0",
    name: "pods",
    plugins: [
      { type: "ptp", ipMasq: false, ipam },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  };
}

/** KubeletConfiguration, kubelet.config.k8s.io/v1beta1. */
function renderKubelet(cluster: string, paths: ClusterPaths): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    authentication: { anonymous: { enabled: false }, x509: { clientCAFile: certificateFiles(paths).authority } },
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${cgroupName(cluster)}`,
    failCgroupV1: false,
    failSwapOn: false,
    // The files of the whole machine that it would change are shown to it as it wants them (namespace.sh).
    protectKernelDefaults: true,
    featureGates: { KubeletInUserNamespace: true },
    enforceNodeAllocatable: [],
    localStorageCapacityIsolation: false,
    // A developer's full disk is no reason to evict pods or to drop images that cannot be pulled again.
    evictionHard: { "nodefs.available": "0%", "nodefs.inodesFree": "0%", "imagefs.available": "0%" },
    imageGCHighThresholdPercent: 100,
    imageMinimumGCAge: "87600h",
    clusterDomain,
    clusterDNS: [nodeAddress],
    resolvConf: join(paths.configuration, "resolv.conf"),
    podLogsDir: paths.podLogs,
    volumePluginDir: join(paths.kubelet, "volume-plugins"),
  };
}

/**
 * Answers names of the cluster from the API server. The plugin gets the zone "." too, so that every name that the cluster
 * does not know is denied (NXDOMAIN) at once: there is no other name server, and clients would ask again after a refusal.
 */
function renderCorefile(paths: ClusterPaths): string {
  return `. {
    bind ${nodeAddress}
    errors
    ready ${corednsReady}
    kubernetes ${clusterDomain} in-addr.arpa ip6.arpa . {
        kubeconfig ${join(paths.credentials, "admin.kubeconfig")}
        pods insecure
    }
    cache 5
}
`;
}
