import { existsSync } from "node:fs";
import { ownCluster } from "../own-cluster.js";

/** Debian packages that a local cluster runs on, besides those that every Debian has. */
export const clusterPackages = [
  "busybox-static",
  "ca-certificates",
  "containerd",
  "containernetworking-plugins",
  "iproute2",
  "iptables",
  "openssl",
  "runc",
] as const;

/** What of this machine decides whether it can run a local cluster. */
export interface Machine {
  platform: NodeJS.Platform;
  /** undefined where the system has no such thing. */
  uid: number | undefined;
  cgroups: boolean;
}

export function describeMachine(): Machine {
  return { platform: process.platform, uid: process.getuid?.(), cgroups: existsSync("/sys/fs/cgroup") };
}

/** @throws one sentence with the way out, where this machine cannot run a local cluster */
export function requireCapableMachine({ platform, uid, cgroups }: Machine): void {
  if (platform !== "linux") throw new Error(`a local cluster needs Linux, and this is ${platform}; ${ownCluster}`);
  if (uid !== 0) {
    throw new Error(
      `a local cluster needs root, and this is user ${uid ?? "unknown"}; run it as root, or ${ownCluster}`,
    );
  }
  if (!cgroups)
    throw new Error(`a local cluster needs cgroups, and nothing is mounted on /sys/fs/cgroup; ${ownCluster}`);
}

/** @throws where the name cannot be part of a file, a cgroup and a kubeconfig context */
export function requireClusterName(name: string): void {
  if (/^[a-z0-9]([-a-z0-9]{0,28}[a-z0-9])?$/.test(name)) return;
  throw new Error(
    `cluster name "${name}" cannot be used: 1 to 30 lower-case letters, digits and "-" are allowed, not starting or ending with "-"`,
  );
}
