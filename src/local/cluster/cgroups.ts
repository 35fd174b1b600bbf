import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { clusterFolder } from "../../folders.js";

// A cluster's cgroup is the one sure list of what belongs to it: every process of it is in there, whoever started it
// and however its parent died. It works alike on cgroup v1 (a folder in each hierarchy) and v2 (one folder).

/**
 * The cgroup of a cluster, below the root of each hierarchy; the kubelet puts the pods below it. A cluster of the same
 * name in another state folder (another user's, a test's) is another cluster, hence the digest.
 */
export function cgroupName(cluster: string): string {
  const digest = createHash("sha256").update(clusterFolder(cluster)).digest("hex").slice(0, 6);
  return `pulumi-istio-${cluster}-${digest}`;
}

/** The mount points of all cgroup hierarchies that `/proc/mounts` names. */
export function parseHierarchies(mounts: string): string[] {
  return mounts
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, point, type]) => (type === "cgroup" || type === "cgroup2") && point?.startsWith("/sys/fs/cgroup"))
    .map(([, point]) => point ?? "");
}

/** The cluster's folder in each hierarchy, existing or not. */
function clusterCgroups(cluster: string): string[] {
  return parseHierarchies(readFileSync("/proc/mounts", "utf8")).map((point) => join(point, cgroupName(cluster)));
}

/**
 * Makes the cluster's cgroups.
 *
 * @returns the `cgroup.procs` files that a process writes itself into to become part of the cluster
 */
export function createCgroups(cluster: string): string[] {
  return clusterCgroups(cluster).map((cgroup) => {
    // A leaf for the components: cgroup v2 allows processes only where there are no further controlled cgroups.
    const leaf = join(cgroup, "node");
    for (const folder of [cgroup, leaf]) {
      enableControllers(dirname(folder));
      mkdirSync(folder, { recursive: true });
      allowParentsCpus(folder);
    }
    return join(leaf, "cgroup.procs");
  });
}

/**
 * In cgroup v2 a cgroup has only the controllers that its parent hands down, and the kubelet asks for them below ours.
 * Version 1 has no such files.
 */
export function enableControllers(cgroup: string): void {
  const controllers = readOr(join(cgroup, "cgroup.controllers"), "").split(/\s+/).filter(Boolean);
  if (controllers.length === 0) return;
  writeFileSync(join(cgroup, "cgroup.subtree_control"), controllers.map((name) => `+${name}`).join(" "));
}

/** A cgroup v1 cpuset starts empty, and takes no process until it has processors and memory. */
function allowParentsCpus(folder: string): void {
  // Only v1 has this file; in v2 an empty cpuset means the parent's.
  if (!existsSync(join(folder, "cgroup.clone_children"))) return;
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    if (!existsSync(join(folder, file))) continue;
    writeFileSync(join(folder, file), readFileSync(join(folder, "..", file), "utf8"));
  }
}

/** Host process ids of everything that belongs to the cluster. */
export function listProcesses(cluster: string): number[] {
  const pids = clusterCgroups(cluster)
    .flatMap(listTree)
    .flatMap((folder) => readOr(join(folder, "cgroup.procs"), "").split("\n"))
    .filter((line) => line !== "");
  return [...new Set(pids.map(Number))];
}

/**
 * Kills every process of the cluster and removes its cgroups.
 *
 * @throws when something is left after 20 s
 */
export async function removeCgroups(cluster: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    for (const pid of listProcesses(cluster)) kill(pid);
    // Children before parents; busy ones (a process is still on its way out) get another round.
    for (const folder of clusterCgroups(cluster).flatMap(listTree).reverse()) tryToRemove(folder);
    const left = clusterCgroups(cluster).filter((cgroup) => existsSync(cgroup));
    if (left.length === 0) return;
    if (Date.now() > deadline) {
      const processes = listProcesses(cluster).join(", ") || "none";
      throw new Error(
        `cluster ${cluster} does not end: left after 20 s are ${left.join(", ")}, processes: ${processes}`,
      );
    }
    await delay(20);
  }
}

/** A folder and all below it, parents first. */
function listTree(folder: string): string[] {
  try {
    const children = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [folder, ...children.flatMap((entry) => listTree(join(folder, entry.name)))];
  } catch {
    // Gone in the meantime, or never there.
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Ended by itself.
  }
}

function tryToRemove(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Still busy; the caller tries again until its deadline.
  }
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}
