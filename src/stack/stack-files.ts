import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createProblem, placeProblem } from "../findings/problem.js";
import type { Code } from "../findings/codes.js";
import type { Finding } from "../findings/finding.js";
import { loadManifests, type LoadedManifests } from "../text/manifest-text.js";
import type { Manifest } from "../kubernetes/manifest.js";

/** A document of a service takes some kilobytes; what is larger is another file that got here by mistake. */
const largestBytes = 1024 * 1024;

/**
 * Environment variable: a folder whose files a preview takes for those of the stack's own folder of policies, as if they had been
 * written there. With it the console previews what nobody has written yet.
 */
export const draftsVariable = "PULUMI_ISTIO_DRAFTS";

/** Texts by path, as findings name them, and what is wrong with files that are no texts. */
export interface PolicyTexts {
  texts: Record<string, string>;
  findings: Finding[];
}

/**
 * Reads all `*.yaml` and `*.yml` files of a folder and those below it; none where there is no such folder.
 * @param root what findings name files from: the project's folder
 * @param folder as seen from there
 * @param from where the files are instead; they keep their names
 * @param code of what is wrong with them
 */
export function readPolicyTexts(
  root: string,
  folder: string,
  from = join(root, folder),
  code: Code = "MESH0201",
): PolicyTexts {
  if (!existsSync(from)) return { texts: {}, findings: [] };
  const names = readdirSync(from, { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.ya?ml$/.test(name) && !isFolder(join(from, name)),
  );
  const findings: Finding[] = [];
  const files = names.sort().map((name): [string, string] => {
    const file = join(folder, name);
    const text = readText(join(from, name));
    if (typeof text === "string") return [file, text];
    findings.push(placeProblem(createProblem([], code, text.problem), { locate: () => ({ file }) }));
    return [file, ""];
  });
  return { texts: Object.fromEntries(files), findings };
}

/** The objects of each application, and what is wrong with their files. */
export interface ApplicationManifests {
  manifests: Record<string, Manifest[]>;
  findings: Finding[];
}

/**
 * Reads `<folder>/<name>.yaml` of each application.
 * @param root what findings name files from: the project's folder
 */
export function readApplicationManifests(root: string, folder: string, names: readonly string[]): ApplicationManifests {
  const loaded = names.map((name): [string, LoadedManifests] => [name, loadFile(root, join(folder, `${name}.yaml`))]);
  return {
    manifests: Object.fromEntries(loaded.map(([name, { manifests }]) => [name, manifests])),
    findings: loaded.flatMap(([, { findings }]) => findings),
  };
}

function loadFile(root: string, file: string): LoadedManifests {
  const path = join(root, file);
  if (existsSync(path)) return loadManifests(readFileSync(path, "utf8"), file);
  const problem = createProblem([], "MESH0122", "there is no such file");
  return { manifests: [], findings: [placeProblem(problem, { locate: () => ({ file }) })] };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readText(path: string): string | { problem: string } {
  // A link may lead nowhere: without a word its policies would be missing, and what they made be removed.
  if (!existsSync(path)) return { problem: "the file is a link that leads nowhere" };
  const bytes = readFileSync(path);
  if (bytes.length > largestBytes) {
    return { problem: `the file has ${bytes.length} bytes, more than the ${largestBytes} that policies may have` };
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { problem: "the file is not UTF-8 text" };
  }
}
