import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { stateFolder } from "../folders.js";
import type { Tools } from "../local/tools/get-tools.js";
import { linkPlugins } from "../local/tools/link-plugins.js";

/** The engine as this project builds it: what else it needs is given to it. */
export type BuiltEngine = Pick<Tools, "pulumi" | "pulumi-resource-kubernetes" | "pulumi-language-nodejs">;

/** The CLI as Pulumi releases it: language hosts lie beside it, and it downloads its plugins itself. */
export type ReleasedEngine = Pick<Tools, "pulumi">;

/** The tools that the engine is made of. */
export type EngineTools = BuiltEngine | ReleasedEngine;

/** The folder of our own state backend, used where the environment names no other. */
export function localBackend(): string {
  return join(stateFolder(), "backend");
}

/** True where the environment names a backend of its own (PULUMI_BACKEND_URL), whose files are not ours to read. */
export function hasOwnBackend(): boolean {
  return (process.env.PULUMI_BACKEND_URL ?? "") !== "";
}

/**
 * The environment of the Pulumi CLI. Where it names no backend, one in a local folder, with a home of our own and an empty
 * passphrase, so that nothing must be logged in to; else the user's own home. The built engine finds its plugins in our home,
 * or on PATH; a released one downloads them.
 * @param downloadsPlugins whether the built engine may download plugins that are not ours
 */
export function prepareEngineEnvironment(tools: EngineTools, downloadsPlugins = false): NodeJS.ProcessEnv {
  if ("pulumi-language-nodejs" in tools) return prepareBuilt(tools, downloadsPlugins);
  // The language hosts beside it are found by PATH. What is there already keeps its place: before it may be the user's Node.
  const folder = dirname(tools.pulumi);
  const given = (process.env.PATH ?? "").split(delimiter);
  const env = { ...computeCommon(), ...(given.includes(folder) ? {} : { PATH: [folder, ...given].join(delimiter) }) };
  if (hasOwnBackend()) return env;
  // Not the built engine's, which holds our stand-in of the language host.
  return { ...env, ...useLocalBackend(join(stateFolder(), "pulumi-released")) };
}

function prepareBuilt(tools: BuiltEngine, downloadsPlugins: boolean): NodeJS.ProcessEnv {
  const { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: given } = process.env;
  const env = {
    ...computeCommon(),
    // Ours are in place; otherwise the engine asks for the plugins of every installed package.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: given ?? String(!downloadsPlugins),
  };
  if (hasOwnBackend()) {
    const folders = [...new Set(Object.values(tools).map((tool) => dirname(tool)))];
    return { ...env, PATH: [...folders, process.env.PATH ?? ""].join(delimiter) };
  }
  const home = join(stateFolder(), "pulumi");
  linkPlugins(home, tools);
  return { ...env, ...useLocalBackend(home) };
}

function computeCommon(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Older CLIs know --event-log only with it.
    PULUMI_DEBUG_COMMANDS: "true",
    // The engine and its plugins live for seconds: Go collecting their garbage less often takes a tenth off an `up`
    // without changes, for some 30 MB more.
    GOGC: process.env.GOGC ?? "400",
  };
}

function useLocalBackend(home: string): NodeJS.ProcessEnv {
  mkdirSync(localBackend(), { recursive: true });
  mkdirSync(home, { recursive: true });
  disableAutomaticLog(home);
  return {
    PULUMI_BACKEND_URL: `file://${localBackend()}`,
    PULUMI_HOME: home,
    // Whatever the user has set for a backend of theirs: what is in ours is looked at where it is by default.
    PULUMI_DIY_BACKEND_GZIP: "false",
    PULUMI_DIY_BACKEND_ZSTD: "false",
    PULUMI_DIY_BACKEND_LEGACY_LAYOUT: "false",
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
