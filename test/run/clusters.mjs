// The clusters of the live tests.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { computeTestFolder } from "./folders.mjs";

/**
 * An interrupted phase leaves its clusters to whoever started it: nothing may be left behind.
 * @param {string} project its folder
 * @param {import("./process-groups.mjs").ProcessGroups} groups
 */
export async function endClusters(project, groups) {
  for (const phase of ["e2e", "policy"]) {
    const state = computeTestFolder(project, phase);
    const clusters = join(state, "pulumi-istio/clusters");
    const names = existsSync(clusters) ? readdirSync(clusters, { withFileTypes: true }) : [];
    for (const entry of names) if (entry.isDirectory()) await endCluster(entry.name, { project, state, groups });
    rmSync(state, { recursive: true, force: true });
  }
}

function endCluster(name, { project, state, groups }) {
  const child = groups.start(process.execPath, ["dist/cli/main.js", "local", "down", "--name", name], {
    cwd: project,
    env: { ...process.env, XDG_STATE_HOME: state },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve) => child.on("close", resolve));
}
