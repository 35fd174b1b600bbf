import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../folders.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { kubernetesPluginVersion } from "./manifest-resource.js";

// Rendering the same chart with the same values gives the same objects, so it is done once. The key covers everything
// that decides the result: the options, the provider's version (its Helm) and, for a chart in a folder, every file of
// it. A chart from a repository is named by its version, and released charts do not change under their version.

/** The objects that these options gave the last time, or undefined. */
export async function recallRendering(options: RenderingOptions): Promise<Manifest[] | undefined> {
  try {
    return JSON.parse(await readFile(await computeFile(options), "utf8")) as Manifest[];
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Keeps what these options gave. Safe beside other runs: a file appears whole or not at all. */
export async function rememberRendering(options: RenderingOptions, manifests: readonly Manifest[]): Promise<void> {
  const file = await computeFile(options);
  await mkdir(join(file, ".."), { recursive: true });
  const temporary = `${file}.${randomUUID()}`;
  await writeFile(temporary, JSON.stringify(manifests));
  await rename(temporary, file);
}

/** What decides a rendering; `path` is the folder that contains the chart, where it is in one. */
export interface RenderingOptions {
  chart: string;
  path?: string;
  [option: string]: unknown;
}

async function computeFile(options: RenderingOptions): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([kubernetesPluginVersion, options]));
  if (options.path !== undefined) {
    const entries = await readdir(join(options.path, options.chart), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(file).update(await readFile(file));
  }
  return join(cacheFolder(), "rendered", `${hash.digest("hex")}.json`);
}
