import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { cacheFolder } from "../../folders.js";
import type { Progress } from "../progress.js";
import { capture, run, startLog } from "../run.js";
import { withBuildFolder } from "./build-folder.js";
import type { Image } from "./get-images.js";

/** Raise it when the files below change what they make of the same images. */
const recipe = 1;

/** The plugins that unpack images; nothing else of containerd must run for that. */
const configuration = `version = 2
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs"]
`;

/**
 * Runs in mount and process namespaces of its own, which end with it: containerd on a folder, and the import. Arguments:
 * configuration, folder, archives.
 */
const script = `
mount -n -t tmpfs tmpfs /run
containerd --config "$1" --root "$2" --state /run/containerd &
timeout 60 sh -c 'until ctr version >/dev/null 2>&1; do sleep 0.05; done'
shift 2
for archive; do ctr --namespace k8s.io images import "$archive"; done
kill $! && wait $!
`;

/**
 * A folder of containerd's with the images in it, in the cache. containerd writes every image through to the disk twice,
 * which takes longer than all the rest of a cluster's start; so it is done once, and clusters start with links to it.
 *
 * @throws an error that names the log
 */
export async function getImageStore(images: readonly Image[], report: Progress): Promise<string> {
  const archives = images.map(({ archive }) => archive);
  const version = await capture("dpkg-query", ["-W", "-f=${Version}", "containerd"]);
  const content = JSON.stringify([recipe, archives.map((archive) => basename(archive)), version]);
  const folder = join(cacheFolder(), "images");
  const store = join(folder, `store-${createHash("sha256").update(content).digest("hex").slice(0, 12)}`);
  if (existsSync(store)) return store;
  const step = report.step("image store", "importing the images", 10);
  try {
    await withBuildFolder(folder, step, async (build) => {
      if (!existsSync(store)) await buildStore(build, archives, store);
    });
    step.done("in the cache");
    return store;
  } catch (error) {
    step.fail();
    throw error;
  }
}

async function buildStore(build: string, archives: readonly string[], store: string): Promise<void> {
  const root = join(build, "store");
  const config = join(build, "containerd.toml");
  await mkdir(root);
  await writeFile(config, configuration);
  const namespaces = ["--mount", "--pid", "--fork", "--mount-proc", "--kill-child"];
  const log = startLog("image-store");
  await run("unshare", [...namespaces, "sh", "-euc", script, "sh", config, root, ...archives], { log });
  await rename(root, store);
}
