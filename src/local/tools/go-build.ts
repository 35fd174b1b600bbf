import { appendFileSync, cpSync, linkSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ownCluster } from "../own-cluster.js";
import { capture, run } from "../run.js";
import type { BuildPlace, CacheEntry } from "./cache.js";
import { catalog, moduleOf, type GoBuild, type GoModule, type ToolName } from "./catalog.js";
import { goEnvironment } from "./go-flags.js";
import { applyPatch, goPatches } from "./go-patches.js";
import { followBuild, listStale, summarizeActions } from "./go-progress.js";
import { compareVersions } from "./on-path.js";
import { linkerFlags } from "./pinned-version.js";
import { goModuleFolder, readGoMod } from "./sources.js";

/** Files that the provider's main embeds, in the folder of the module's own main. */
const embeddedByProvider = ["schema.json", "terraform-mapping.json"];
const provider = "github.com/pulumi/pulumi-kubernetes/provider/v4";

/**
 * Builds tools by one `go build`, which compiles what they share once. What was compiled before an interruption is in Go's
 * own cache, and is not compiled again.
 *
 * @throws one sentence when Go is missing or too old; an error that names the log when the build fails
 */
export async function buildGo(build: GoBuild, missing: readonly CacheEntry[], place: BuildPlace): Promise<void> {
  const module = moduleOf(build);
  await requireGo(module);
  const folder = join(place.work, "module");
  cpSync(goModuleFolder(module), folder, { recursive: true });
  if (build === "engine") await prepareProvider(folder, place.work);
  const packages = packagesOf(missing.map(({ name }) => name as ToolName));
  const binaries = join(place.work, "binaries");
  mkdirSync(binaries);
  const actions = join(place.work, "actions.json");
  const options = { cwd: folder, env: goEnvironment(place.work), log: place.log };
  const stop = followBuild(await listStale(packages, options), place);
  const flags = ["-v", `-debug-actiongraph=${actions}`, "-ldflags", linkerFlags(module)];
  try {
    await run("go", ["build", ...flags, "-o", `${binaries}/`, ...packages], options);
  } finally {
    stop();
  }
  appendFileSync(place.log, `${summarizeActions(readFileSync(actions, "utf8"))}\n`);
  for (const { name, file } of missing) {
    // Links: several tools may be one program.
    linkSync(join(binaries, basename(packageOf(name as ToolName))), join(place.results, name, file));
  }
}

/**
 * Downloads all that a build is made of, so that it waits for nothing: while another one keeps the processors busy.
 *
 * @throws where that is not possible
 */
export async function downloadPackages(build: GoBuild, names: readonly ToolName[]): Promise<void> {
  await capture("go", ["list", "-deps", ...packagesOf(names)], {
    cwd: goModuleFolder(moduleOf(build)),
    env: goEnvironment(),
  });
}

/** The folder of a module of the given go.mod's folder in Go's module cache; downloads and verifies it where missing. */
export async function downloadModule(folder: string, path: string): Promise<string> {
  const answer = JSON.parse(
    await capture("go", ["mod", "download", "-json", path], { cwd: folder, env: goEnvironment() }),
  );
  return (answer as { Dir: string }).Dir;
}

/** Puts what the provider embeds beside its main, and changed copies of its modules where go.mod then finds them. */
async function prepareProvider(folder: string, work: string): Promise<void> {
  const files = join(await downloadModule(folder, provider), "cmd/pulumi-resource-kubernetes");
  for (const name of embeddedByProvider) cpSync(join(files, name), join(folder, "provider", name));
  for (const [index, patch] of goPatches.entries()) {
    const copy = join(work, `patched-${index}`);
    applyPatch(patch, await downloadModule(folder, patch.module), copy);
    await capture("go", ["mod", "edit", `-replace=${patch.module}=${copy}`], { cwd: folder, env: goEnvironment() });
  }
}

/**
 * Asked in the module's folder, where go may switch to the newer toolchain that go.mod wants, if it is allowed to.
 * @throws one sentence when Go is missing or too old
 */
export async function requireGo(module: GoModule): Promise<void> {
  const wanted = /^go (\S+)/m.exec(readGoMod(module))?.[1] ?? "";
  const found = await askGoVersion(goModuleFolder(module));
  if (found !== undefined && compareVersions(found, wanted) >= 0) return;
  const given = found ?? (await askGoVersion("/"));
  const what = given === undefined ? "there is no go on PATH" : `the go on PATH is ${given}`;
  throw new Error(
    `building the tools needs Go ${wanted} or later, and ${what}; install a newer one and try again, or ${ownCluster}`,
  );
}

async function askGoVersion(folder: string): Promise<string | undefined> {
  try {
    const answer = await capture("go", ["env", "GOVERSION"], { cwd: folder, env: goEnvironment() });
    // What is built with an experiment is no pre-release: go1.26.0-X:jsonv2.
    return answer
      .trim()
      .replace(/^go/, "")
      .replace(/[ -]X:.*$/, "");
  } catch {
    return undefined;
  }
}

/** Several tools may be one program. */
function packagesOf(names: readonly ToolName[]): string[] {
  return [...new Set(names.map(packageOf))];
}

function packageOf(name: ToolName): string {
  const source = catalog[name];
  if (source.from !== "go") throw new Error(`${name} is not built by go`);
  return source.package;
}
