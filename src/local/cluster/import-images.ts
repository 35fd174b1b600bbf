import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Image } from "../images/get-images.js";
import { readStateFile } from "../state-file.js";
import { componentLog, containerdSocket, startAnew, type ClusterPaths } from "./layout.js";
import { captureInside } from "./namespaces.js";
import { readHealth } from "./read-health.js";

/**
 * The images that containerd does not have yet. What has been imported is noted in the cluster's folder: asking containerd would take longer than the rest of an `up` that has nothing to do.
 */
export function listMissing(paths: ClusterPaths, images: readonly Image[]): Image[] {
  const note = noteOf(paths);
  const imported: string[] = existsSync(note) ? readStateFile(note, startAnew) : [];
  return images.filter(({ archive }) => !imported.includes(archive));
}

/** Imports the missing images as soon as containerd runs. */
export async function importImages(name: string, paths: ClusterPaths, images: readonly Image[]): Promise<void> {
  const missing = listMissing(paths, images);
  if (missing.length === 0) return;
  await waitForContainerd(paths);
  for (const { archive } of missing) await importArchive(name, archive);
  noteImported(paths, images);
}

export function noteImported(paths: ClusterPaths, images: readonly Image[]): void {
  writeFileSync(noteOf(paths), JSON.stringify(images.map(({ archive }) => archive)));
}

function noteOf(paths: ClusterPaths): string {
  return join(paths.folder, "imported.json");
}

/**
 * Imports an OCI or Docker archive.
 *
 * @returns the names of its images
 */
export async function importArchive(name: string, archive: string): Promise<string[]> {
  const command = ["ctr", "--address", containerdSocket, "--namespace", "k8s.io", "images", "import", archive];
  return parseImported(await captureInside(name, command));
}

/** What `ctr images import` prints: `unpacking <name> (sha256:<digest>)...done`. */
export function parseImported(output: string): string[] {
  return [...output.matchAll(/^unpacking (\S+) \(/gm)].map((match) => match[1] ?? "");
}

async function waitForContainerd(paths: ClusterPaths): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (readHealth(paths)?.components.find(({ name }) => name === "containerd")?.state !== "healthy") {
    if (Date.now() > deadline) {
      throw new Error(`containerd did not start within 60 s; its log is ${componentLog(paths, "containerd")}`);
    }
    await delay(50);
  }
}
