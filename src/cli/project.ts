import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { formatFindings } from "../findings/finding.js";
import { toMap } from "../text/read.js";
import { parsePlacedYaml } from "../text/yaml-places.js";

/** A Pulumi project whose program is this package's. */
export interface Project {
  /** The folder of Pulumi.yaml. */
  folder: string;
  /** Name in Pulumi.yaml. The configuration keys of its stacks begin with it. */
  name: string;
}

/** This package's own folder, which in a checkout is a project, too. */
const packageFolder = join(import.meta.dirname, "..", "..");
/** The folder of stacks' files, as seen from a project's. */
const stacksFolder = "stacks";
const program = join("dist", "program.js");

/**
 * The project to work on: that of the nearest Pulumi.yaml in the working directory or above, else the checkout that this package is.
 * @throws where that project runs another program, and where there is no project
 */
export function findProject(from = process.cwd()): Project {
  const { project, problem } = lookUpProject(from);
  if (project === undefined) throw new Error(problem);
  return project;
}

/** Like `findProject`, but returns the problem instead of throwing it. */
export function lookUpProject(from: string): { project?: Project; problem?: string } {
  const folder = findAbove(from, "Pulumi.yaml");
  if (folder !== undefined) return readProject(folder);
  if (existsSync(join(packageFolder, stacksFolder))) return readProject(packageFolder);
  return { problem: `there is no Pulumi.yaml in ${from} or above; start a project here: npx mesh init` };
}

const installedPackage = join("node_modules", "pulumi-istio");

/** How a project elsewhere names this package's program, `main` of its Pulumi.yaml. The engine takes none outside of the project's folder. */
export const installedProgram = join(installedPackage, program);

/**
 * Why the engine cannot run this package's program in a project elsewhere; undefined where it can.
 * @param folder of the project
 */
export function judgeInstallation(folder: string): string | undefined {
  const installed = join(folder, installedPackage);
  if (existsSync(join(installed, program))) return judgeOwner(installed);
  const above = findAbove(dirname(folder), installedPackage);
  if (above === undefined) return "pulumi-istio is not installed in this folder; install it: npm install pulumi-istio";
  return (
    `pulumi-istio is installed in ${above}, and Pulumi runs no program outside of a project's folder; ` +
    `start the project there, or install the package in this folder: install-strategy=nested in ${join(above, ".npmrc")}`
  );
}

/** A project runs the program of its own installation, of which this command may be another version. */
function judgeOwner(owner: string): string | undefined {
  if (realpathSync(owner) === realpathSync(packageFolder)) return undefined;
  return `this command belongs to another installation, ${packageFolder}; run that of the project: npx mesh`;
}

/** The nearest folder that has a file, from one upwards. */
function findAbove(from: string, file: string): string | undefined {
  if (existsSync(join(from, file))) return from;
  const above = dirname(from);
  return above === from ? undefined : findAbove(above, file);
}

function readProject(folder: string): { project?: Project; problem?: string } {
  const file = join(folder, "Pulumi.yaml");
  const { value, findings } = parsePlacedYaml(readFileSync(file, "utf8"), file, "MESH0121", "core");
  if (findings.length > 0) return { problem: formatFindings(findings) };
  const { name, main, stackConfigDir } = toMap(value);
  const owner = typeof main === "string" && resolve(folder, main).endsWith(program) ? resolve(folder, main) : undefined;
  const problems = [
    ...(typeof name === "string" ? [] : ["`name` is missing"]),
    ...(owner === undefined ? [`\`main\` is ${quote(main)}, but must be ${quote(installedProgram)}`] : []),
    ...(stackConfigDir === stacksFolder
      ? []
      : [`\`stackConfigDir\` is ${quote(stackConfigDir)}, but must be "${stacksFolder}"`]),
  ];
  const help =
    "run a project with a program of its own by pulumi itself, or start a new one in an empty folder: npx mesh init";
  if (problems.length > 0)
    return { problem: `${file} is not a project of this command: ${problems.join("; ")}; ${help}` };
  const problem = existsSync(String(owner)) ? judgeOwner(dirname(dirname(String(owner)))) : judgeInstallation(folder);
  return problem === undefined ? { project: { folder, name: String(name) } } : { problem: `${file}: ${problem}` };
}

function quote(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}
