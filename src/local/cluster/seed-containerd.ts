import { existsSync, statSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { captureTied } from "./capture-tied.js";
import type { ClusterPaths } from "./layout.js";

/** containerd's databases, the only files that it changes in place. */
const databases = [
  "io.containerd.metadata.v1.bolt/meta.db",
  "io.containerd.snapshotter.v1.overlayfs/metadata.db",
] as const;

/** Where the images are put, until all are there. */
export function partialStore({ containerd }: ClusterPaths): string {
  return `${containerd}.partial`;
}

/**
 * Gives a new cluster's containerd the images of the store: hard links, since blobs and unpacked layers are only ever
 * read. On another file system than the cache they are copies.
 *
 * @returns true where it did, false where containerd has a folder already
 */
export async function seedContainerd(paths: ClusterPaths, store: string): Promise<boolean> {
  if (existsSync(paths.containerd)) return false;
  const partial = partialStore(paths);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial);
  const linkable = statSync(partial).dev === statSync(store).dev;
  await captureTied("cp", ["--archive", ...(linkable ? ["--link"] : []), `${store}/.`, partial]);
  for (const database of databases) {
    await captureTied("cp", ["--archive", "--remove-destination", join(store, database), join(partial, database)]);
  }
  await rename(partial, paths.containerd);
  return true;
}
