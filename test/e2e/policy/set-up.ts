import { existsSync, rmSync } from "node:fs";
import { clusterKubeconfig } from "../../../src/folders.js";
import { makeCheckout } from "../cluster.js";
import { testFolder } from "../folder.js";
import { mesh } from "../mesh.js";

/** Vitest's global set-up: stack `dev` on a fresh local cluster, for all tests of policies; afterwards neither. */
export async function setup(): Promise<() => Promise<void>> {
  process.env.XDG_STATE_HOME = testFolder;
  const isKept = process.env.E2E_FOLDER !== undefined;
  if (isKept && existsSync(clusterKubeconfig("dev"))) return () => Promise.resolve();
  makeCheckout();
  await mesh("local", "down");
  rmSync(testFolder, { recursive: true, force: true });
  makeCheckout();
  const { code, output } = await mesh("start");
  if (code !== 0) throw new Error(`the mesh does not start:\n${output}`);
  return async () => {
    if (isKept) return;
    const down = await mesh("local", "down");
    if (down.code !== 0) throw new Error(`the local cluster does not end:\n${down.output}`);
    rmSync(testFolder, { recursive: true, force: true });
  };
}
