import { existsSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { capture, SilentCommand } from "../run.js";
import type { ToolName } from "./catalog.js";
import { pinnedVersion } from "./pinned-version.js";

/** How a tool on PATH says its version, and which versions are good enough. */
interface PathRule {
  args: readonly string[];
  /** Its first group is the version. */
  pattern: RegExp;
  accepts: (found: string, pinned: string) => boolean;
}

/** A good tool that was there already. */
export interface FoundTool {
  path: string;
  version: string;
}

/** A tool on PATH, good or not. */
export interface LookedUpTool {
  path: string;
  /** Absent where it does not say one. */
  version?: string;
  isGood: boolean;
}

/** Pulumi's CLI from which a failing hook after a step stops the run, instead of a warning about it. */
export const oldestPulumi = "3.238.0";

const kubernetesRule: PathRule = { args: ["--version"], pattern: /Kubernetes v(\S+)/, accepts: isSameMinor };

/**
 * The rules. A tool without one is never taken from PATH: Istio's binaries must be of the charts' commit, Istio's echo
 * and the Kubernetes provider cannot be asked for their version, and Envoy goes into an image, so it must be the wheel's,
 * which runs on every Debian. `pulumi-language-nodejs` is good where it lies beside a good `pulumi`, as it is shipped.
 */
const rules: Partial<Record<ToolName, PathRule>> = {
  pulumi: {
    args: ["version"],
    pattern: /^v(\S+)/,
    accepts: (found) => found.startsWith("3.") && compareVersions(found, oldestPulumi) >= 0,
  },
  "kube-apiserver": kubernetesRule,
  "kube-controller-manager": kubernetesRule,
  "kube-scheduler": kubernetesRule,
  "kube-proxy": kubernetesRule,
  kubelet: kubernetesRule,
  kubectl: { args: ["version", "--client"], pattern: /Client Version: v(\S+)/, accepts: isSameMinor },
  etcd: { args: ["--version"], pattern: /etcd Version: (\S+)/, accepts: isSameMinor },
  coredns: { args: ["-version"], pattern: /CoreDNS-(\S+)/, accepts: isSameMinor },
};

/** The tool on PATH, when one is there in a good version. */
export async function findOnPath(name: ToolName, path = process.env.PATH ?? ""): Promise<FoundTool | undefined> {
  if (name === "pulumi-language-nodejs") return findBeside("pulumi", name, path);
  const found = await lookOnPath(name, path);
  return found?.isGood === true && found.version !== undefined
    ? { path: found.path, version: found.version }
    : undefined;
}

/** The first of that name on PATH, judged by the rules; undefined where there is none, or no rule for it. */
export async function lookOnPath(name: ToolName, path = process.env.PATH ?? ""): Promise<LookedUpTool | undefined> {
  const rule = rules[name];
  const file = rule === undefined ? undefined : findExecutable(name, path);
  if (rule === undefined || file === undefined) return undefined;
  const version = await askVersion(file, rule);
  if (version === undefined) return { path: file, isGood: false };
  return { path: file, version, isGood: rule.accepts(version, pinnedVersion(name)) };
}

/** True for 1.36.1 and 1.36.3, false for 1.35.9 and 1.36.3. */
export function isSameMinor(found: string, pinned: string): boolean {
  const [major, minor] = found.split(".");
  const [pinnedMajor, pinnedMinor] = pinned.split(".");
  return major === pinnedMajor && minor === pinnedMinor;
}

/**
 * Negative when `a` is older than `b`, 0 when they are equal. A pre-release is older than its release, as 3.238.0-alpha.1 than 3.238.0;
 * two pre-releases of one release are taken for equal.
 */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [a, b].map(parseVersion);
  for (const index of [0, 1, 2]) {
    const difference = (first?.numbers[index] ?? 0) - (second?.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(second?.isPreRelease ?? false) - Number(first?.isPreRelease ?? false);
}

/** What follows a plus says how it was built, https://semver.org. Go writes go1.26rc1. */
function parseVersion(version: string): { numbers: number[]; isPreRelease: boolean } {
  const [, release = "", rest = ""] = /^([\d.]*)([^+]*)/.exec(version) ?? [];
  return { numbers: release.split(".").map(Number), isPreRelease: rest !== "" };
}

async function findBeside(neighbour: ToolName, name: ToolName, path: string): Promise<FoundTool | undefined> {
  const found = await findOnPath(neighbour, path);
  if (found === undefined) return undefined;
  const file = join(dirname(found.path), name);
  return existsSync(file) ? { path: file, version: found.version } : undefined;
}

/** Milliseconds that a program may take to say its version: they need less than one second, and a busy machine some. */
export const versionPatience = 60_000;

/**
 * A tool that fails, or answers in other words than expected, is not a good one.
 * @throws where it does not answer at all: every run would wait for it
 */
async function askVersion(file: string, rule: PathRule): Promise<string | undefined> {
  try {
    return rule.pattern.exec(await capture(file, rule.args, { patience: versionPatience }))?.[1];
  } catch (error) {
    if (!(error instanceof SilentCommand)) return undefined;
    throw new Error(`${error.message}; repair this program, or take it off PATH`, { cause: error });
  }
}

/** The first executable file of that name on PATH, in whatever version. */
export function findExecutable(name: string, path = process.env.PATH ?? ""): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      const status = statSync(file, { throwIfNoEntry: false });
      return status?.isFile() === true && (status.mode & 0o111) !== 0;
    });
}
