import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Finding } from "../findings/finding.js";
import { clusterCharts, resolvePath } from "../folders.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { StackFacts } from "../plan/stack-plan.js";
import { readDefinitions } from "../text/definition-texts.js";
import { salvage } from "../text/salvage.js";
import { findClusterAccess, findLoadBalancers } from "./clusters/kinds.js";
import type { ValuePath } from "../findings/place.js";
import { createLocate, judgeStackFile, placeSuppressions } from "./config-problems.js";
import { stackSchema, type StackConfig } from "./config-schema.js";
import { readApplicationManifests, readPolicyTexts } from "./stack-files.js";

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
  /** Without the settings that are wrong. Undefined where nothing of the stack's file can be used. */
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
  const { values, findings } = judgeStackFile(stackFile);
  const usable = values && salvage(stackSchema, values);
  if (usable === undefined) return { findings };
  const config = usable.value as StackConfig;
  const definitions = findDefinitions(config, resolve(root, dirname(file), ".."));
  const suppressions = placeSuppressions(config, createLocate(stackFile));
  const applications = readApplicationManifests(root, join(folder, "apps"), Object.keys(config.applications ?? {}));
  const facts = {
    settings: {
      ...config,
      loadBalancers: findLoadBalancers(config.cluster),
      analysis: { ...config.analysis, suppressions },
    },
    applications,
    areObjectsKnown: applications.findings.length === 0 && !usable.lost.some(decidesObjects),
    definitions: definitions === undefined ? [] : read(definitions),
  };
  return { facts, findings };
}

/** A stack with the texts of its policies. */
export interface WholeStack extends ReadStack {
  /** By path, as findings name them. */
  texts: Record<string, string>;
}

/** The same with its policies; findings of their files come after those of the stack's. */
export function readWholeStack(stack: StackFolder): WholeStack {
  const { facts, findings } = readStackFacts(stack);
  const policies = readPolicyTexts(stack.root, join(stack.folder, "policies"));
  return { facts, texts: policies.texts, findings: [...findings, ...policies.findings] };
}

/** Settings that other files name parts of, or that a mistyped key may be. */
function decidesObjects([key = "", setting = "profile", ...rest]: ValuePath): boolean {
  if (!Object.hasOwn(stackSchema.shape, key)) return true;
  if (key === "controlPlane") return ["profile", "namespace", "meshConfig", "values"].includes(String(setting));
  return ["gateways", "applications"].includes(String(key)) || (key === "namespaces" && rest.length === 0);
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
  const { local: name } = findClusterAccess(cluster);
  const local = name === undefined ? undefined : clusterCharts(name);
  const folder =
    charts?.folder === undefined ? (charts === undefined ? local : undefined) : resolvePath(charts.folder, project);
  const file = folder === undefined ? undefined : join(folder, "base", "files", "crd-all.gen.yaml");
  return file !== undefined && existsSync(file) ? file : undefined;
}
