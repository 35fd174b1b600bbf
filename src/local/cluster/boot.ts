import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Image } from "../images/get-images.js";
import { withLock } from "../lock.js";
import type { Progress, Step } from "../progress.js";
import { certificateFiles, ensureCertificates } from "./certificates.js";
import { removeCgroups } from "./cgroups.js";
import { listComponents, type ClusterTools } from "./components.js";
import { writeConfiguration } from "./configuration.js";
import { renderKubeconfig, writeCredentials } from "./credentials.js";
import { importImages, listMissing, noteImported } from "./import-images.js";
import { apiPort, clusterPaths, componentLog, contextName, lockFile, type ClusterPaths } from "./layout.js";
import { findFreePort, isFree, startNamespaces } from "./namespaces.js";
import { linkFiles, type InstalledFiles } from "./link-files.js";
import type { Plan } from "./plan.js";
import { findFirstProcess } from "./read-health.js";
import { createReadiness, waitUntilReady } from "./readiness.js";
import { seedContainerd } from "./seed-containerd.js";

/** What a cluster is made of. */
export interface Parts {
  tools: ClusterTools;
  images: readonly Image[];
  /** A folder of containerd's with these images. */
  imageStore: string;
  files: InstalledFiles;
}

/** Boots, completes or repairs the cluster; two at once wait for each other. */
export async function boot(name: string, parts: Parts, report: Progress): Promise<void> {
  const step = report.step(`cluster ${name}`, "looking", 10);
  const waiting = (pid: number) => step.state(`waiting for another run (pid ${pid})`);
  try {
    step.done(await withLock(lockFile(name), waiting, () => bootLocked(name, parts, step)));
  } catch (error) {
    step.fail();
    throw error;
  }
}

async function bootLocked(name: string, { tools, images, imageStore, files }: Parts, step: Step): Promise<string> {
  const paths = clusterPaths(name);
  const plan = await prepare(name, paths, tools);
  await linkFiles(name, files);
  const planText = JSON.stringify(plan, null, 2);
  const existed = findFirstProcess(name) !== undefined;
  const asPlanned = existed && readIfThere(paths.plan) === planText;
  if (!asPlanned) await removeCgroups(name);
  const port = asPlanned ? keptPort(paths) : await choosePort(paths, step);
  const readiness = createReadiness(paths, { port, authority: plan.authority, token: plan.token });
  try {
    writeKubeconfig(name, paths, port, plan);
    const complete = asPlanned && listMissing(paths, images).length === 0;
    if (complete && (await readiness.findObstacle()) === undefined) return "running already";
    step.state(existed ? "repairing" : "booting");
    if (!asPlanned) {
      if (await seedContainerd(paths, imageStore)) noteImported(paths, images);
      writeFileSync(paths.plan, planText, { mode: 0o600 });
      await startNamespaces(name, paths, port);
    }
    await Promise.all([importImages(name, paths, images), waitUntilReady(name, paths, readiness, step)]);
    return existed ? "repaired" : "running";
  } finally {
    readiness.close();
  }
}

/** Makes or keeps all files that the components read. */
async function prepare(cluster: string, paths: ClusterPaths, tools: ClusterTools): Promise<Plan> {
  for (const folder of [paths.folder, paths.logs]) mkdirSync(folder, { recursive: true });
  await ensureCertificates(paths);
  const authority = readFileSync(certificateFiles(paths).authority, "utf8");
  const tokens = writeCredentials(paths, authority);
  writeConfiguration(cluster, paths);
  const components = listComponents(paths, tools);
  // A failure names the log of its component, even of one that never came to be started.
  for (const { name } of [...components, { name: "supervisor" }]) appendFileSync(componentLog(paths, name), "");
  return { components, logs: paths.logs, health: paths.health, ports: paths.ports, authority, token: tokens.admin };
}

/** The port stays the same for as long as the cluster's folder is there, since people copy kubeconfigs. */
async function choosePort(paths: ClusterPaths, step: Step): Promise<number> {
  const kept = keptPort(paths);
  const port = (await isFree(kept)) ? kept : await findFreePort();
  if (port !== kept) step.state(`port ${kept} is taken, using ${port}`);
  writeFileSync(portFile(paths), String(port));
  return port;
}

function keptPort(paths: ClusterPaths): number {
  return Number(readIfThere(portFile(paths)) ?? apiPort);
}

function portFile(paths: ClusterPaths): string {
  return join(paths.folder, "port");
}

function writeKubeconfig(name: string, paths: ClusterPaths, port: number, { authority, token }: Plan): void {
  const server = `https://127.0.0.1:${port}`;
  const text = renderKubeconfig({ context: contextName(name), server, authority, token });
  if (readIfThere(paths.kubeconfig) !== text) writeFileSync(paths.kubeconfig, text, { mode: 0o600 });
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
