import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Progress } from "../progress.js";
import { importArchive } from "./import-images.js";
import { requireClusterName } from "./requirements.js";

/**
 * Imports an image archive (OCI layout or `docker save`) into a running cluster; pods use it with `imagePullPolicy: Never`
 * or `IfNotPresent`, under the name that containerd answers: `app:1` of a Docker archive is `docker.io/library/app:1`.
 *
 * @throws where the file does not exist, the cluster does not run, or containerd refuses the archive
 */
export async function loadImage(name: string, archive: string, report: Progress): Promise<void> {
  requireClusterName(name);
  const file = resolve(archive);
  if (!existsSync(file)) throw new Error(`image archive ${file} does not exist; give an OCI or Docker archive (.tar)`);
  const step = report.step(`image ${archive}`, `importing into cluster ${name}`);
  try {
    const names = await importArchive(name, file);
    step.done(`imported as ${names.join(", ")}`);
  } catch (error) {
    step.fail();
    throw error;
  }
}
