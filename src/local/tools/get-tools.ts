import type { Progress, Step } from "../progress.js";
import { cacheEntry, planBuilds, type ToolBuild } from "./builds.js";
import { isCached, makeMissing, pathInCache } from "./cache.js";
import { moduleOf, type ToolName } from "./catalog.js";
import { describeWork, estimateSeconds, lookAtMachine, type Machine } from "./estimate.js";
import { downloadPackages, requireGo } from "./go-build.js";
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
  await makeAll(planBuilds(missing), report);
  return Object.fromEntries(paths) as Pick<Tools, Name>;
}

/** Looked at once: it takes a fifth of a second. */
let lookedAt: Machine | undefined;
const thisMachine = (): Machine => (lookedAt ??= lookAtMachine());

/** The tools of which this process has said that they will be built. */
const announced = new Set<string>();

/** Says what is ahead, where several calls are about to build these tools. */
export async function announceTools(names: readonly ToolName[], report: Progress): Promise<void> {
  const uncached = names.filter((name) => !isCached(cacheEntry(name)));
  const found = await Promise.all(uncached.map((name) => findOnPath(name)));
  const builds = planBuilds(uncached.filter((_, index) => found[index] === undefined));
  if (builds.length > 0) await announce(builds, report);
}

/** @throws where they cannot be built, before anybody is told how long that takes */
async function announce(builds: readonly ToolBuild[], report: Progress): Promise<void> {
  const compiled = builds.filter(({ go }) => go !== undefined);
  const names = compiled.flatMap(({ entries }) => entries.map(({ name }) => name));
  if (names.every((name) => announced.has(name))) return;
  const modules = new Set(compiled.flatMap(({ go }) => (go === undefined ? [] : [moduleOf(go)])));
  for (const module of modules) await requireGo(module);
  for (const name of names) announced.add(name);
  const cost = compiled.reduce((sum, build) => sum + build.cost, 0);
  const machine = thisMachine();
  report.note(describeWork(names.length, estimateSeconds(cost, machine), machine));
}

/** The last `go build` that somebody asked this process for. */
let lastGoBuild: Promise<void> = Promise.resolve();

/** `go build` keeps all processors busy: one after another. Whatever else is to be had comes meanwhile. */
async function makeAll(builds: readonly ToolBuild[], report: Progress): Promise<void> {
  if (builds.length === 0) return;
  await announce(builds, report);
  const before = lastGoBuild;
  const goBuilds = inTurn(
    before,
    builds.filter(({ go }) => go !== undefined),
    (build) => makeReported(build, report),
  );
  lastGoBuild = goBuilds.catch(() => undefined);
  await Promise.all([
    goBuilds,
    ...builds.map((build) => (build.go === undefined ? makeReported(build, report) : fetchAhead(build))),
  ]);
}

async function inTurn<T>(before: Promise<void>, all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  await before;
  for (const one of all) await work(one);
}

/** What cannot be downloaded now is asked for again when its turn comes, and then the failure has a log. */
async function fetchAhead({ go, entries }: ToolBuild): Promise<void> {
  if (go === undefined) return;
  await downloadPackages(
    go,
    entries.map(({ name }) => name as ToolName),
  ).catch(() => undefined);
}

/** Whether all of them are in the cache, so that nothing would have to be made. */
export function areCached(names: readonly ToolName[]): boolean {
  return names.every((name) => isCached(cacheEntry(name)));
}

/** One line a tool, although one command makes several: people look for the tool's name. */
async function makeReported(build: ToolBuild, report: Progress): Promise<void> {
  const expected = build.cost < 10 ? undefined : estimateSeconds(build.cost, thisMachine());
  const steps = build.entries.map(({ name }) => report.step(name, "building", expected));
  const each = (tell: (step: Step) => void) => steps.forEach(tell);
  try {
    await makeMissing(build, {
      state: (state) => each((step) => step.state(state)),
      share: (done) => each((step) => step.share(done)),
    });
    each((step) => step.done("built"));
  } catch (error) {
    each((step) => step.fail());
    throw error;
  }
}
