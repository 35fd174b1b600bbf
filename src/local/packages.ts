import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "../folders.js";
import { onInterrupt } from "./interrupt.js";
import { withLock } from "./lock.js";
import { ownCluster } from "./own-cluster.js";
import type { Progress, Step } from "./progress.js";
import { capture, run, startLog } from "./run.js";

/** Debian's hook that package scripts ask before they start a service; see invoke-rc.d(8). */
const policyFile = "/usr/sbin/policy-rc.d";

/** Answers 101, "action forbidden by policy", to every service. */
const policyText = "#!/bin/sh\n# Written by pulumi-istio while it installs packages; removed afterwards.\nexit 101\n";

/**
 * Installs the Debian packages that are missing, without starting their services.
 *
 * @throws where this is no Debian, where Docker's containerd.io stands in the way, without root, or when apt fails
 */
export async function ensurePackages(names: readonly string[], report: Progress): Promise<void> {
  const step = report.step("Debian packages", "looking");
  try {
    const missing = findMissing(names, await queryPackages(names));
    if (missing.length === 0) return step.done("installed");
    refuseWhereImpossible(missing, await queryPackages(["containerd.io"]), process.getuid?.());
    const waiting = (pid: number) => step.state(`waiting for another run (pid ${pid})`);
    await withLock(join(stateFolder(), "packages.lock"), waiting, () => install(names, step));
  } catch (error) {
    step.fail();
    throw error;
  }
}

/** The packages of `names` that dpkg's answer (lines "<name> <status>") does not call installed. */
export function findMissing(names: readonly string[], answer: string): string[] {
  const lines = new Set(answer.split("\n"));
  return names.filter((name) => !lines.has(`${name} installed`));
}

/**
 * @param docker dpkg's answer about containerd.io
 * @param uid undefined where the system has no such thing
 * @throws one sentence on what stands in the way
 */
export function refuseWhereImpossible(missing: readonly string[], docker: string, uid: number | undefined): void {
  const list = missing.join(" ");
  if (missing.includes("containerd") && findMissing(["containerd.io"], docker).length === 0) {
    throw new Error(
      "the local cluster needs Debian's package containerd, and Docker's own containerd.io is installed, which excludes it; " +
        `use another machine, or ${ownCluster}`,
    );
  }
  if (uid !== 0) {
    throw new Error(
      `these Debian packages are missing: ${list}; run this as root, or: apt-get install ${list}, or ${ownCluster}`,
    );
  }
}

async function queryPackages(names: readonly string[]): Promise<string> {
  const format = "${Package} ${db:Status-Status}\\n";
  try {
    // `|| true`: dpkg-query fails when one of the packages is unknown to it, and still prints the others.
    return await capture("sh", [
      "-c",
      'command -v dpkg-query >&2 && { dpkg-query -W -f="$0" "$@" || true; }',
      format,
      ...names,
    ]);
  } catch {
    throw new Error(
      `the local cluster needs Debian (or Ubuntu) for its packages ${names.join(", ")}, and this system has no dpkg-query; ` +
        ownCluster,
    );
  }
}

async function install(names: readonly string[], step: Step): Promise<void> {
  // Whoever held the lock before us may have installed them.
  const missing = findMissing(names, await queryPackages(names));
  if (missing.length === 0) return step.done("installed");
  step.state(`installing ${missing.join(" ")}`);
  const options = { log: startLog("packages"), env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  const apt = (...args: string[]) => run("apt-get", ["-q", "-y", "-o", "DPkg::Lock::Timeout=300", ...args], options);
  await withoutServices(async () => {
    // Completes what an interrupted installation left half-configured; nothing to do otherwise.
    await run("dpkg", ["--configure", "-a"], options);
    await apt("update");
    await apt("install", "--no-install-recommends", ...missing);
  });
  step.done(`installed ${missing.join(" ")}`);
}

/** A policy that exists is the machine owner's and stays as it is, unless a killed run of ours left it. */
async function withoutServices(work: () => Promise<void>): Promise<void> {
  try {
    writeFileSync(policyFile, policyText, { flag: "wx", mode: 0o755 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (readFileSync(policyFile, "utf8") !== policyText) return work();
  }
  const remove = () => rmSync(policyFile, { force: true });
  const takeBack = onInterrupt(remove);
  try {
    await work();
  } finally {
    takeBack();
    remove();
  }
}
