import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { MeshIndex } from "../mesh/mesh-index.js";
import { compareMeshes } from "../simulate/diff/compare-meshes.js";
import { changeKinds, type ChangeKind, type Effect } from "../simulate/diff/effect.js";
import { effectFormats } from "../simulate/diff/formats.js";
import type { StackFolder } from "../stack/stack-facts.js";
import { computeDeployedEffect } from "./deployed-effect.js";
import { choose, requireChoice } from "./require-choice.js";
import { withStackAt } from "./stack-at-ref.js";
import { locateStack } from "./stack-list.js";
import { readStackMesh } from "./stack-mesh.js";

/** Options of `mesh diff`. */
export interface DiffOptions {
  stack: string;
  /** A commit, or a folder: another checkout, or one of its `stacks/<stack>`; `deployed`: what the last run left. @default "HEAD" */
  against?: string;
  /** A key of `effectFormats`. @default "text" */
  format?: string;
  /** Kinds of changes, by comma, that cause exit code 1; `any` stands for all. @default none */
  failOn?: string;
}

/**
 * `mesh diff`.
 * @returns the exit code: 1 where there is a change of a kind that `failOn` names, else 0
 * @throws where one of both versions cannot be read
 */
export async function runDiff({ stack, against = "HEAD", format = "text", failOn }: DiffOptions): Promise<number> {
  const print = choose("format", format, effectFormats);
  const failing = readKinds(failOn);
  const folder = locateStack(stack);
  const effect = await computeEffect(stack, folder, against);
  console.log(print(effect));
  return effect.changes.some(({ kind }) => failing.includes(kind)) ? 1 : 0;
}

function readKinds(failOn: string | undefined): readonly string[] {
  const known = Object.keys(changeKinds) as ChangeKind[];
  if (failOn === "any") return known;
  const given = (failOn ?? "").split(",").filter((kind) => kind !== "");
  for (const kind of given) requireChoice("fail-on", kind, ["any", ...known]);
  return given;
}

async function computeEffect(name: string, stack: StackFolder, against: string): Promise<Effect> {
  if (against !== "deployed") return compareMeshes(await readBefore(stack, against), readStackMesh(stack));
  const effect = computeDeployedEffect(name, stack);
  if (effect !== undefined) return effect;
  throw new Error(
    `--against is deployed, and Pulumi's state of stack ${name} is not on this machine; run mesh up, or name a commit or a folder`,
  );
}

async function readBefore(stack: StackFolder, against: string): Promise<MeshIndex> {
  const isFolder = existsSync(against) && statSync(against).isDirectory();
  return isFolder ? readStackMesh(locateIn(stack, against)) : withStackAt(stack, against, readStackMesh);
}

/** The same stack in another checkout, or the folder of any stack. */
function locateIn(stack: StackFolder, given: string): StackFolder {
  const whole = resolve(given);
  const name = basename(whole);
  const isStack = basename(dirname(whole)) === "stacks";
  const root = isStack ? dirname(dirname(whole)) : whole;
  const file = isStack ? join("stacks", `Pulumi.${name}.yaml`) : stack.file;
  if (existsSync(join(root, file))) {
    return { ...stack, root, folder: isStack ? join("stacks", name) : stack.folder, file };
  }
  throw new Error(
    `--against is the folder ${given}, which has no file ${file}; name another checkout, or the folder of a stack`,
  );
}
