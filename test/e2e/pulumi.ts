import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareEngineEnvironment } from "../../src/cli/engine-environment.js";
import { silentProgress } from "../../src/local/progress.js";
import { getTools } from "../../src/local/tools/get-tools.js";
import { projectFolder, testFolder } from "./folder.js";
import { collect, testEnvironment, type Ended } from "./mesh.js";

const engineTools = ["pulumi", "pulumi-resource-kubernetes", "pulumi-language-nodejs"] as const;

/** Runs the real Pulumi CLI in a project of its own, with the tests' backend. */
export async function pulumi(folder: string, env: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
  return (await startPulumi(folder, env, ...args)).ended;
}

/** Starts it as a session of its own. */
export async function startPulumi(
  folder: string,
  env: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<{ pid: number; ended: Promise<Ended> }> {
  const tools = await getTools(engineTools, silentProgress);
  const child = spawn(tools.pulumi, args, {
    cwd: folder,
    env: { ...testEnvironment(), ...computePulumiVariables(tools), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = collect(child);
  if (child.pid === undefined) throw new Error("the engine has no process");
  return { pid: child.pid, ended };
}

function computePulumiVariables(tools: Parameters<typeof prepareEngineEnvironment>[0]): NodeJS.ProcessEnv {
  const variables = Object.entries(prepareEngineEnvironment(tools)).filter(([name]) => name.startsWith("PULUMI_"));
  return Object.fromEntries(variables);
}

/**
 * Packs this package as npm would publish it, and installs it in a fresh folder beside its peers.
 *
 * @param optional peers that not everybody needs
 * @returns the folder
 */
export function installPackage(name: string, ...optional: string[]): string {
  const folder = join(testFolder, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const npm = (cwd: string, ...args: string[]) => execFileSync("npm", args, { cwd, encoding: "utf8", stdio: "pipe" });
  // The tests' run has compiled it already; what is packed is what was compiled.
  const packed = npm(projectFolder, "pack", "--ignore-scripts", "--json", "--pack-destination", folder);
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  const peers = ["@pulumi/pulumi@3.248.0", "@pulumi/kubernetes@4.25.0", ...optional];
  npm(folder, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", `./${filename}`, ...peers);
  return folder;
}
