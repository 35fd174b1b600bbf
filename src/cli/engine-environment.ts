import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { stateFolder } from "../folders.js";
import type { Tools } from "../local/tools/get-tools.js";
import { linkPlugins } from "../local/tools/link-plugins.js";

/** The tools that the engine is made of. */
export type EngineTools = Pick<Tools, "pulumi" | "pulumi-resource-kubernetes" | "pulumi-language-nodejs">;

/** The folder of our own state backend, used where the environment names no other. */
export function localBackend(): string {
  return join(stateFolder(), "backend");
}

/** True where the environment names a backend of its own (PULUMI_BACKEND_URL), whose files are not ours to read. */
export function hasOwnBackend(): boolean {
  return (process.env.PULUMI_BACKEND_URL ?? "") !== "";
}

/**
 * The environment of the Pulumi CLI. Where it names no backend, one in a local folder, with a home that holds our plugins
 * and an empty passphrase, so that nothing has to be logged in to; else the user's own home, and the plugins on PATH.
 * @param downloadsPlugins whether the engine may download plugins that are not ours
 */
export function prepareEngineEnvironment(tools: EngineTools, downloadsPlugins = false): NodeJS.ProcessEnv {
  const { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: given } = process.env;
  const common = {
    ...process.env,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Ours are in place; otherwise the engine asks for the plugins of every installed package.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: given ?? String(!downloadsPlugins),
    // Older CLIs know --event-log only with it.
    PULUMI_DEBUG_COMMANDS: "true",
    // The engine and its plugins live for seconds: Go collecting their garbage less often takes a tenth off an `up`
    // without changes, for some 30 MB more.
    GOGC: process.env.GOGC ?? "400",
  };
  if (hasOwnBackend()) {
    const folders = [...new Set(Object.values(tools).map((tool) => dirname(tool)))];
    return { ...common, PATH: [...folders, process.env.PATH ?? ""].join(delimiter) };
  }
  const home = join(stateFolder(), "pulumi");
  mkdirSync(localBackend(), { recursive: true });
  linkPlugins(home, tools);
  disableAutomaticLog(home);
  return {
    ...common,
    PULUMI_BACKEND_URL: `file://${localBackend()}`,
    PULUMI_HOME: home,
    ...(hasPassphrase() ? {} : { PULUMI_CONFIG_PASSPHRASE: "" }),
  };
}

/**
 * Pulumi 3.250 writes what `-v=10` would say of every run into `${home}/logs`, encrypted: 26 MB of a mesh's `up`
 * without changes, and half of its CPU time. There is no setting against it, but where no folder can be made it goes
 * without. `--logtostderr -v=9` still logs, when it is asked to.
 */
function disableAutomaticLog(home: string): void {
  const logs = join(home, "logs");
  if (statSync(logs, { throwIfNoEntry: false })?.isFile() === true) return;
  rmSync(logs, { recursive: true, force: true });
  writeFileSync(logs, "A file instead of a folder: Pulumi writes no automatic logs here.\n");
}

function hasPassphrase(): boolean {
  return process.env.PULUMI_CONFIG_PASSPHRASE !== undefined || process.env.PULUMI_CONFIG_PASSPHRASE_FILE !== undefined;
}
