import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { hasErrors, type Finding } from "../finding.js";
import { clusterCharts, resolvePath } from "../folders.js";
import type { Manifest } from "../manifest.js";
import type { StackFacts } from "../plan/stack-plan.js";
import { readDefinitions } from "../text/definition-texts.js";
import { createLocate, findStackProblems, parseStackFile, placeSuppressions } from "./config-problems.js";
import { stackSchema, type StackConfig } from "./config-schema.js";
import { readApplicationManifests } from "./stack-files.js";

/** Where the files of a stack are. */
export interface StackFolder {
  /** The folder that the paths below and those in findings start from. */
  root: string;
  /** `stacks/<stack>` */
  folder: string;
  /** `stacks/Pulumi.<stack>.yaml` */
  file: string;
  /** Name in Pulumi.yaml. */
  project: string;
}

/** A stack as its files describe it. */
export interface ReadStack {
  /** Undefined where the stack's file has errors. */
  facts?: StackFacts;
  /** Findings of the stack's file. */
  findings: Finding[];
}

/**
 * Reads a stack without the engine, a cluster, or the network.
 * @param read reads a file of CustomResourceDefinitions
 */
export function readStackFacts(stack: StackFolder, read = readDefinitionFile): ReadStack {
  const { root, folder, file, project } = stack;
  const stackFile = { text: readFileSync(join(root, file), "utf8"), file, project };
  const { values, findings: ofYaml } = parseStackFile(stackFile);
  const findings = ofYaml.length > 0 ? ofYaml : findStackProblems(values, stackFile);
  if (hasErrors(findings)) return { findings };
  const config = stackSchema.parse(values);
  const definitions = findDefinitions(config, resolve(root, dirname(file), ".."));
  const suppressions = placeSuppressions(config, createLocate(stackFile));
  const facts = {
    settings: { ...config, analysis: { ...config.analysis, suppressions } },
    applications: readApplicationManifests(root, join(folder, "apps"), Object.keys(config.applications ?? {})),
    definitions: definitions === undefined ? [] : read(definitions),
  };
  return { facts, findings };
}

/** The definitions in a file of them. */
export function readDefinitionFile(file: string): Manifest[] {
  return readDefinitions({ [file]: readFileSync(file, "utf8") });
}

/**
 * The CRDs of Istio's base chart, where that is on this machine: to render a chart of a repository takes the engine.
 * @param project folder of Pulumi.yaml, from which paths of the stack's file start
 */
function findDefinitions({ cluster, charts }: StackConfig, project: string): string | undefined {
  const local = cluster.kind === "local" ? clusterCharts(cluster.name ?? "dev") : undefined;
  const folder =
    charts?.folder === undefined ? (charts === undefined ? local : undefined) : resolvePath(charts.folder, project);
  const file = folder === undefined ? undefined : join(folder, "base", "files", "crd-all.gen.yaml");
  return file !== undefined && existsSync(file) ? file : undefined;
}
