import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { clusterFolder } from "../../src/folders.js";
import { cgroupName, listProcesses, parseHierarchies } from "../../src/local/cluster/cgroups.js";
import { lockFile } from "../../src/local/cluster/layout.js";

// What a test of the local cluster sees of the machine around it.

/** What a cluster could leave on the host besides files of its own folder. */
export interface Machine {
  mounts: string;
  links: string;
  folders: Record<string, string[]>;
  settings: string[];
}

export function lookAtMachine(): Machine {
  const folders = ["/etc", "/run", "/var/lib", "/var/log", "/opt", "/usr/libexec"];
  const settings = ["vm/overcommit_memory", "kernel/panic", "kernel/panic_on_oops", "net/ipv4/ip_forward"];
  return {
    mounts: readFileSync("/proc/mounts", "utf8"),
    links: readFileSync("/proc/net/dev", "utf8").replace(/:.*/g, ""),
    folders: Object.fromEntries(folders.map((folder) => [folder, existsSync(folder) ? readdirSync(folder) : []])),
    settings: settings.map((setting) => readFileSync(`/proc/sys/${setting}`, "utf8")),
  };
}

function commandOf(pid: number): string[] {
  return readIfThere(`/proc/${pid}/cmdline`).split("\0");
}

/**
 * The host's process ids of what runs as that program, or as that script. A child that has forked and not yet started its
 * own program (kube-proxy's iptables, say) still carries its parent's name, and is not a second one.
 */
export function findProcesses(cluster: string, program: string): number[] {
  const named = listProcesses(cluster).filter((pid) =>
    commandOf(pid)
      .slice(0, 2)
      .some((part) => basename(part) === program),
  );
  return named.filter((pid) => !named.includes(parentOf(pid)));
}

/** Second field after the name, which is in brackets and may hold anything. */
function parentOf(pid: number): number {
  const status = readIfThere(`/proc/${pid}/stat`);
  return Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]);
}

/** Everything by which a cluster could still be there. */
export function listRemains(cluster: string): string[] {
  const folder = clusterFolder(cluster);
  const cgroups = parseHierarchies(readFileSync("/proc/mounts", "utf8")).map((point) =>
    join(point, cgroupName(cluster)),
  );
  const processes = readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    return [`/proc/${pid}/cmdline`, `/proc/${pid}/mountinfo`].some((file) => readIfThere(file).includes(folder));
  });
  return [
    ...[folder, lockFile(cluster), ...cgroups].filter((file) => existsSync(file)),
    ...processes.map((pid) => `process ${pid}: ${commandOf(Number(pid)).join(" ")}`),
  ];
}

/** Processes come and go while we look. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Looks every 20 ms until there is an answer that is not empty; fails after 60 s. */
export async function eventually(look: () => string | Promise<string>): Promise<string> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await look();
    if (answer !== "") return answer;
    if (Date.now() > deadline) throw new Error(`nothing within 60 s: ${look.toString()}`);
    await delay(20);
  }
}
