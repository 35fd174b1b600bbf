import { cpSync, mkdirSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { ownCluster } from "../own-cluster.js";
import { capture, run } from "../run.js";
import type { BuildPlace, CacheEntry } from "./cache.js";
import { catalog, type GoModule, type ToolName } from "./catalog.js";
import { compareVersions } from "./on-path.js";
import { linkerFlags } from "./pinned-version.js";
import { goModuleFolder, readGoMod } from "./sources.js";

/** Files that the provider's main embeds, in the folder of the module's own main. */
const embeddedByProvider = ["schema.json", "terraform-mapping.json"];

/**
 * Builds tools of one Go module with one `go build`, which compiles what they share once.
 *
 * @throws one sentence when Go is missing or too old; an error that names the log when the build fails
 */
export async function buildGo(module: GoModule, missing: readonly CacheEntry[], place: BuildPlace): Promise<void> {
  await requireGo(module);
  const folder = join(place.work, "module");
  cpSync(goModuleFolder(module), folder, { recursive: true });
  const env = goEnvironment(place.work);
  if (module === "provider") {
    const files = await downloadModule(folder, "github.com/pulumi/pulumi-kubernetes/provider/v4");
    for (const name of embeddedByProvider)
      cpSync(join(files, "cmd/pulumi-resource-kubernetes", name), join(folder, name));
  }
  const packages = missing.map(({ name }) => packageOf(name as ToolName));
  const binaries = join(place.work, "binaries");
  mkdirSync(binaries);
  const args = ["build", "-v", "-ldflags", linkerFlags(module), "-o", `${binaries}/`, ...packages];
  await run("go", args, { cwd: folder, env, log: place.log });
  missing.forEach((entry, index) => {
    renameSync(join(binaries, basename(packages[index]!)), join(place.results, entry.name, entry.file));
  });
}

/** The folder of a module of the given go.mod's folder in Go's module cache; downloads and verifies it where missing. */
export async function downloadModule(folder: string, path: string): Promise<string> {
  const answer = JSON.parse(
    await capture("go", ["mod", "download", "-json", path], { cwd: folder, env: goEnvironment() }),
  );
  return (answer as { Dir: string }).Dir;
}

/** What the user has set for other work must not change these builds; caches and proxies stay the user's. */
export function goEnvironment(temporary?: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  // Not empty: go falls back to the flags of `go env -w` then.
  env.GOFLAGS = "-trimpath -buildvcs=false";
  env.GOWORK = "off";
  if (temporary !== undefined) env.GOTMPDIR = temporary;
  for (const name of ["GOOS", "GOARCH", "GOROOT", "GO111MODULE", "GOEXPERIMENT"]) delete env[name];
  return env;
}

/** Asked in the module's folder, where go may switch to the newer toolchain that go.mod wants, if it is allowed to. */
async function requireGo(module: GoModule): Promise<void> {
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
    return answer.trim().replace(/^go/, "");
  } catch {
    return undefined;
  }
}

function packageOf(name: ToolName): string {
  const source = catalog[name];
  if (source.from !== "go") throw new Error(`${name} is not built by go`);
  return source.package;
}
