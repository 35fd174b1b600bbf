import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { formatFindings } from "../finding.js";
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
  const folder = findAbove(from);
  if (folder !== undefined) return readProject(folder);
  if (existsSync(join(packageFolder, stacksFolder))) return readProject(packageFolder);
  throw new Error(`there is no Pulumi.yaml in ${from} or above; start a project here: npx mesh init`);
}

/** How a project elsewhere names this package's program: `main` of its Pulumi.yaml. */
export function nameProgram(folder: string): string {
  const installed = join("node_modules", "pulumi-istio", program);
  if (existsSync(join(folder, installed))) return installed;
  return relative(realpathSync(folder), join(realpathSync(packageFolder), program));
}

function findAbove(from: string): string | undefined {
  if (existsSync(join(from, "Pulumi.yaml"))) return from;
  const above = dirname(from);
  return above === from ? undefined : findAbove(above);
}

function readProject(folder: string): Project {
  const file = join(folder, "Pulumi.yaml");
  const { value, findings } = parsePlacedYaml(readFileSync(file, "utf8"), file, "MESH0121", "core");
  if (findings.length > 0) throw new Error(formatFindings(findings));
  const { name, main, stackConfigDir } = toMap(value);
  const problems = [
    ...(typeof name === "string" ? [] : ["`name` is missing"]),
    ...(isOurs(folder, main) ? [] : [`\`main\` is ${quote(main)}, but must be ${quote(nameProgram(folder))}`]),
    ...(stackConfigDir === stacksFolder
      ? []
      : [`\`stackConfigDir\` is ${quote(stackConfigDir)}, but must be "${stacksFolder}"`]),
  ];
  if (problems.length === 0) return { folder, name: String(name) };
  throw new Error(
    `${file} is not a project of this command: ${problems.join("; ")}. ` +
      "A project with a program of its own is run by pulumi itself; a new one is started in an empty folder by: npx mesh init",
  );
}

function isOurs(folder: string, main: unknown): boolean {
  if (typeof main !== "string" || !resolve(folder, main).endsWith(program)) return false;
  const owner = dirname(dirname(resolve(folder, main)));
  return existsSync(owner) && realpathSync(owner) === realpathSync(packageFolder);
}

function quote(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}
