import type { Progress, Step } from "../progress.js";
import { cacheEntry, planBuilds, type ToolBuild } from "./builds.js";
import { isCached, makeMissing, pathInCache } from "./cache.js";
import type { ToolName } from "./catalog.js";
import { findOnPath } from "./on-path.js";

export type { ToolName } from "./catalog.js";

/**
 * Absolute path of each: a binary; for `charts` a folder with base, istiod, cni, ztunnel and gateway; for `gateway-api` one with
 * standard and experimental; for `envoy-bootstrap` the JSON file.
 */
export type Tools = Readonly<Record<ToolName, string>>;

/**
 * Finds the tools on PATH (rules: ./on-path.ts) or in the cache, and makes those that are missing.
 *
 * @throws an error that names the log of the build that failed
 */
export async function getTools<Name extends ToolName>(
  names: readonly Name[],
  report: Progress,
): Promise<Pick<Tools, Name>> {
  const paths = new Map<ToolName, string>();
  const missing: ToolName[] = [];
  let cached = 0;
  const found = await Promise.all(names.map((name) => findOnPath(name)));
  names.forEach((name, index) => {
    const onPath = found[index];
    const entry = cacheEntry(name);
    paths.set(name, onPath?.path ?? pathInCache(entry));
    if (onPath !== undefined) report.note(`${name}: on PATH (${onPath.path}, ${onPath.version})`);
    else if (isCached(entry)) cached += 1;
    else missing.push(name);
  });
  if (cached > 0) report.note(`tools: ${cached} of ${names.length} cached`);
  for (const build of planBuilds(missing)) await makeReported(build, report);
  return Object.fromEntries(paths) as Pick<Tools, Name>;
}

/** Whether all of them are in the cache, so that nothing would have to be made. */
export function areCached(names: readonly ToolName[]): boolean {
  return names.every((name) => isCached(cacheEntry(name)));
}

/** One line a tool, although one command makes several: people look for the tool's name. */
async function makeReported(build: ToolBuild, report: Progress): Promise<void> {
  const steps = build.entries.map(({ name }) => report.step(name, "building", build.usually));
  const each = (tell: (step: Step) => void) => steps.forEach(tell);
  try {
    await makeMissing(build, { state: (state) => each((step) => step.state(state)) });
    each((step) => step.done("built"));
  } catch (error) {
    each((step) => step.fail());
    throw error;
  }
}
