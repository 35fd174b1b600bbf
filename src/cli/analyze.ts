import { formats } from "./formats/all.js";
import { formatClosest } from "../text/closest.js";
import { codes, type Code } from "../findings/codes.js";
import { FailOn, formatFinding, isFailing, type Finding } from "../findings/finding.js";
import { placeInNamespace } from "../text/manifest-text.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { mayHoldObjects } from "../plan/unread.js";
import { loadPolicies } from "../policy/documents/load.js";
import { namespaceName } from "../policy/names.js";
import { readDefinitions } from "../text/definition-texts.js";
import { readAnalysisTexts, readTexts, splitPaths, type AnalysisTexts } from "./analysis-files.js";
import { describeLeftOut, describeUnread, findMissingDefinitions } from "./analysis-notes.js";
import { readMeshFiles, type MeshFiles } from "./mesh-files.js";
import { planMesh, readStackOf, type KnownBeside } from "./mesh-plan.js";
import { requireChoice } from "./require-choice.js";
import { findStackFolder, findUnreadStacks } from "./stack-folder.js";

/** Options of `mesh analyze`. */
export interface AnalyzeOptions extends MeshFiles {
  /** Files and folders of CustomResourceDefinitions, by comma or one an option. @default - those among what is analyzed */
  definitions?: string | string[];
  /** Files and folders of the objects of another cluster of the mesh, one cluster an option. @default none */
  otherCluster?: string | string[];
  /** A stack of this project: the same as its folder, `stacks/<stack>`. @default none */
  stack?: string;
  /** Namespace of objects that live in one and name none. @default "default" */
  namespace?: string;
  /** How findings are printed: a key of `formats`. @default "text" */
  format?: string;
  /** The lowest level that makes it fail, or `never`. @default - what the stack's file says, else "error" */
  failOn?: string;
  /** A code to explain, instead of analyzing anything. */
  explain?: string;
}

/**
 * `mesh analyze`.
 *
 * @returns the exit code: 0 where nothing is found at the failing level, 1 where something is, 2 where a file is not valid YAML
 * @throws where it cannot run
 */
export async function runAnalyze(paths: readonly string[], options: AnalyzeOptions): Promise<number> {
  const { definitions: named, otherCluster, ...given } = options;
  const { explain, namespace, format = "text" } = given;
  if (explain !== undefined) {
    console.log(explainCode(explain));
    return 0;
  }
  requireChoice("format", format, Object.keys(formats));
  if (given.failOn !== undefined) requireChoice("fail-on", given.failOn, Object.values(FailOn));
  if (namespace !== undefined && !namespaceName.safeParse(namespace).success) {
    throw new Error(`--namespace is "${namespace}", which is not a valid name of a namespace, such as shop`);
  }
  if (paths.length === 0 && given.stack === undefined) {
    throw new Error("name files or folders, - for standard input, or a stack: mesh analyze [-s STACK] [PATH…|-]");
  }
  const mesh = { ...readMeshFiles(given), otherClusters: await readClusters(otherCluster, namespace ?? "default") };
  const definitions = readDefinitions(await readTexts(splitPaths(named)));
  const folders = await Promise.all(paths.map(findStackFolder));
  const stack = await readStackOf(folders, given.stack);
  const texts = await readAnalysisTexts(paths.filter((_, index) => folders[index] === undefined));
  const { findings, unreadable } = await findProblems(texts, { mesh, definitions, stack, namespace });
  const text = formats[format]?.(findings) ?? "";
  if (text !== "") console.log(text);
  if (unreadable.length > 0) return 2;
  const failOn = given.failOn ?? stack?.facts?.settings.analysis?.failOn ?? FailOn.Error;
  return findings.some((finding) => isFailing(finding, failOn as FailOn)) ? 1 : 0;
}

/** The objects of other clusters, by what is given of each. @throws where there are none */
async function readClusters(
  given: string | readonly string[] | undefined,
  namespace: string,
): Promise<Record<string, Manifest[]>> {
  const clusters: Record<string, Manifest[]> = {};
  for (const path of given === undefined ? [] : [given].flat()) {
    const { texts, unnamed } = await readAnalysisTexts([path]);
    const { manifests, findings } = loadPolicies(texts, { unnamed });
    const [problem] = findings;
    if (problem !== undefined) throw new Error(formatFinding(problem));
    if (manifests.length === 0) throw new Error(`there are no objects of another cluster in ${path}`);
    clusters[path] = manifests.map(({ manifest }) => placeInNamespace(manifest, namespace));
  }
  return clusters;
}

interface Problems {
  findings: Finding[];
  /** Files that are no YAML. */
  unreadable: readonly string[];
}

/** What is wrong with documents and objects, and with the mesh that both make together. */
async function findProblems({ texts, unnamed, templates }: AnalysisTexts, known: KnownBeside): Promise<Problems> {
  const { stack, namespace = stack === undefined ? "default" : undefined } = known;
  if (stack !== undefined && stack.facts === undefined) return { findings: stack.findings, unreadable: [] };
  const all = { ...stack?.texts, ...texts };
  const loaded = loadPolicies(all, { unnamed });
  const { documents, manifests, findings, unreadable, leftOut } = loaded;
  for (const note of [...describeLeftOut(leftOut, templates), ...describeUnread(await findUnreadStacks(unnamed))]) {
    console.error(note);
  }
  if (stack === undefined && documents.length + manifests.length + findings.length === 0) {
    throw new Error(`there is nothing to analyze: no documents in ${[...Object.keys(all), ...templates].join(", ")}`);
  }
  const placed = manifests.map((one) =>
    namespace === undefined ? one : { ...one, manifest: placeInNamespace(one.manifest, namespace) },
  );
  const { surroundings, findings: found } = await planMesh({ ...loaded, manifests: placed }, known);
  if (mayHoldObjects(loaded.unread)) {
    console.error(`references between objects were not checked: ${unreadable.join(", ")} is not valid YAML`);
  }
  const { declared = [], definitions = [] } = surroundings;
  const objects = [...placed.map(({ manifest }) => manifest), ...declared];
  for (const hint of findMissingDefinitions(objects, definitions)) console.error(hint);
  return { findings: [...(stack?.findings ?? []), ...found], unreadable };
}

/** What a code means; istioctl's and Kiali's own are in there with their numbers. */
function explainCode(wanted: string): string {
  const code = Object.keys(codes).find((known) => known === wanted.toUpperCase()) as Code | undefined;
  if (code === undefined) throw new Error(`there is no code ${wanted}${formatClosest(wanted, Object.keys(codes))}`);
  const { name, level, description, remedy } = codes[code];
  return [`${code} ${name} (${level})`, description, `What to do: ${remedy}.`].join("\n");
}
