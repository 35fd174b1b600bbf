import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { StackFolder } from "../stack/stack-facts.js";
import { lookUpProject } from "./project.js";
import { locateStack } from "./stack-list.js";

/** The stack that a folder is of, with paths as they were given; undefined where it is any other folder. */
export async function findStackFolder(path: string): Promise<StackFolder | undefined> {
  const whole = resolve(path);
  if (basename(dirname(whole)) !== "stacks") return undefined;
  const write = (full: string) => (isAbsolute(path) ? full : relative("", full) || ".");
  const folder = write(whole);
  const file = write(join(dirname(whole), `Pulumi.${basename(whole)}.yaml`));
  if (!existsSync(file)) return undefined;
  // Somebody else's project has a configuration of its own.
  const project = lookUpProject(dirname(dirname(whole))).project?.name;
  if (project === undefined) return undefined;
  // Most of what is analyzed is no stack, and needs nothing of what judges one.
  const { parseStackFile } = await import("../stack/config-problems.js");
  const { stackSchema } = await import("../stack/config-schema.js");
  const { values } = parseStackFile({ text: readFileSync(file, "utf8"), file, project });
  const isOurs = Object.keys(values).some((key) => Object.hasOwn(stackSchema.shape, key));
  return isOurs ? { root: "", folder, file, project } : undefined;
}

/** A stack of this project, with paths as seen from the working directory. @throws where there is no such stack */
export function findStack(stack: string): StackFolder {
  const { root, folder, file, project } = locateStack(stack);
  const write = (path: string) => relative("", join(root, path)) || ".";
  return { root: "", folder: write(folder), file: write(file), project };
}

/** Stacks of which a folder above was read, so that nobody knows what their files say. @param files that were read */
export async function findUnreadStacks(files: Iterable<string>): Promise<string[]> {
  const all = [...files];
  const names = all.flatMap((file) => {
    const [, name] = /^Pulumi\.(.+)\.yaml$/.exec(basename(file)) ?? [];
    return name === undefined ? [] : [join(dirname(file), name)];
  });
  const stacks = await Promise.all(names.map(findStackFolder));
  return stacks.flatMap((stack) =>
    stack !== undefined && all.some((one) => one.startsWith(`${stack.folder}/`)) ? [stack.folder] : [],
  );
}
