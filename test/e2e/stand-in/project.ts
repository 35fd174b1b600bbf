import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkoutFolder } from "../folder.js";
import type { Ended } from "../mesh.js";
import { pulumi } from "../pulumi.js";
import type { StandIn } from "./provider.js";

/** A Pulumi project with one stack, whose AWS and Kubernetes are a stand-in. */
export interface Project {
  /** Runs the CLI with a program that sees these settings as `settings`. */
  run: (settings: object, ...args: string[]) => Promise<Ended>;
}

/**
 * Makes the project.
 * @param program text of an ES module; `library` is the folder of the compiled package, `// settings` gives what `run` was given
 */
export async function createProject(name: string, standIn: StandIn, program: string): Promise<Project> {
  const folder = join(checkoutFolder, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const runtime = { name: "nodejs", options: { typescript: false } };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name, runtime, main: "index.js" }));
  writeFileSync(join(folder, "Pulumi.test.yaml"), JSON.stringify({ config: { "aws:region": "eu-west-1" } }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, type: "module" }));
  const settings = "const settings = JSON.parse(process.env.SETTINGS);";
  const text = program.replaceAll("library/", `${checkoutFolder}/dist/`).replace("// settings", settings);
  writeFileSync(join(folder, "index.js"), text);
  const run = (values: object, ...args: string[]) => {
    const [verb = "", ...rest] = args;
    const env = { ...standIn.attach("aws", "kubernetes"), SETTINGS: JSON.stringify(values) };
    return pulumi(folder, env, verb, "--stack", "test", ...rest);
  };
  const { code, output } = await pulumi(folder, {}, "stack", "select", "--create", "--stack", "test");
  if (code !== 0) throw new Error(output);
  return { run };
}
