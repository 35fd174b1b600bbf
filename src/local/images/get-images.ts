import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, rename, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../folders.js";
import { ensurePackages } from "../packages.js";
import type { Progress, Step } from "../progress.js";
import { capture, run, startLog } from "../run.js";
import { withBuildFolder } from "./build-folder.js";
import type { ImageSpec } from "./image-list.js";
import { completeLayout, packLayer, type Descriptor } from "./oci-archive.js";
import { layOutRoot, rootPackages } from "./root-files.js";

/** An image that a local cluster can import. */
export interface Image {
  /** The name that pods use. */
  reference: string;
  /** The OCI archive; its file name changes when the image's content does. */
  archive: string;
}

/** Raise it when the files below change what they make of the same tools. */
const recipe = 1;

/**
 * Images for the local cluster, as OCI archives in the cache; builds what is missing. Those of one call share their root
 * file system. Two runs at once wait for each other, and an interrupted build leaves nothing that a later one would take
 * for whole.
 *
 * @throws where their Debian packages cannot be installed; an error that names the build's log
 */
export async function getImages(specs: readonly ImageSpec[], report: Progress): Promise<Image[]> {
  // An image may be built before any cluster has asked for its packages.
  await ensurePackages(rootPackages, report);
  const title = specs.length === 1 ? `image ${specs[0]?.name}` : "images";
  const step = report.step(title, "looking", 10);
  try {
    const folder = join(cacheFolder(), "images");
    const wanted = await Promise.all(
      specs.map(async (spec) => ({ spec, archive: join(folder, `${spec.name}-${await keyOf(spec)}.tar`) })),
    );
    const programs = specs.flatMap(({ files }) => Object.values(files));
    const missing = () => wanted.filter(({ archive }) => !existsSync(archive));
    if (missing().length > 0) {
      await withBuildFolder(folder, step, (build) => buildImages(build, missing(), programs, step));
    }
    step.done("in the cache");
    return wanted.map(({ spec, archive }) => ({ reference: spec.reference, archive }));
  } catch (error) {
    step.fail();
    throw error;
  }
}

interface Wanted {
  spec: ImageSpec;
  archive: string;
}

/** The digest of what decides an image. A tool counts by path, size and time: hashing half a gigabyte takes seconds. */
async function keyOf(spec: ImageSpec): Promise<string> {
  const files = await Promise.all(
    Object.entries(spec.files).map(async ([target, source]) => {
      const { size, mtimeMs } = await stat(source);
      return [target, source, size, mtimeMs];
    }),
  );
  const packages = await capture("dpkg-query", ["-W", "-f=${Package} ${Version}\\n", ...rootPackages]);
  const content = JSON.stringify([recipe, { ...spec, files }, packages]);
  return createHash("sha256").update(content).digest("hex").slice(0, 12);
}

async function buildImages(build: string, wanted: readonly Wanted[], programs: string[], step: Step): Promise<void> {
  // Another run may have built them while this one waited for its turn.
  if (wanted.length === 0) return;
  const log = startLog("images");
  step.state("building the root file system");
  const root = join(build, "root");
  await layOutRoot(root, programs);
  const base = join(build, "base");
  const layer = await packLayer(base, root, "as is", log);
  for (const { spec, archive } of wanted) {
    step.state(`building ${spec.name}`);
    const layout = join(build, spec.name);
    await cp(base, layout, { recursive: true });
    await addFiles(layout, spec, [layer], log);
    await run("tar", ["-C", layout, "-cf", `${layout}.tar`, "."], { log });
    await rename(`${layout}.tar`, archive);
  }
}

async function addFiles(layout: string, spec: ImageSpec, layers: readonly Descriptor[], log: string): Promise<void> {
  if (Object.keys(spec.files).length === 0) return completeLayout(layout, spec, layers);
  const files = `${layout}-files`;
  for (const [target, source] of Object.entries(spec.files)) {
    await mkdir(dirname(join(files, target)), { recursive: true });
    await symlink(source, join(files, target));
  }
  await completeLayout(layout, spec, [...layers, await packLayer(layout, files, "follow links", log)]);
}
