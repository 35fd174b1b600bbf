import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StackFile } from "../stack/config-problems.js";
import type { StackFolder } from "../stack/stack-facts.js";
import { findProject } from "./project.js";

/** Where the files of a stack of the project are. @throws where there is no such stack */
export function locateStack(stack: string): StackFolder {
  const file = join("stacks", `Pulumi.${stack}.yaml`);
  const { folder: root, name: project } = findProject();
  if (!existsSync(join(root, file))) {
    const stacks = listStacks();
    const others = stacks.length === 0 ? `${root} has no stacks` : `there are ${stacks.join(", ")}`;
    throw new Error(`there is no stack "${stack}" (no file ${file}); ${others}`);
  }
  return { root, folder: join("stacks", stack), file, project };
}

/** The text of a stack's file, and what to call it. @throws where there is no such stack */
export function readStackFile(stack: string): StackFile {
  const { root, file, project } = locateStack(stack);
  return { text: readFileSync(join(root, file), "utf8"), file, project };
}

/** Names of all stacks of the project. */
export function listStacks(): string[] {
  const folder = join(findProject().folder, "stacks");
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const names = files.map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}
