import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { Finding } from "../finding.js";
import type { Manifest } from "../manifest.js";
import { salvage } from "../text/salvage.js";
import type { ValuePath } from "../text/schema-problems.js";
import { createLocate, findStackProblems, parseStackFile, placeSuppressions } from "../stack/config-problems.js";
import { stackSchema, type StackConfig } from "../stack/config-schema.js";
import { readApplicationManifests, readPolicyTexts } from "../stack/stack-files.js";
import { findDefinitions } from "./console-stack.js";
import { readDefinitions } from "./definition-files.js";
import { projectName } from "./stack.js";

/** A folder `stacks/<stack>` with the file of its stack beside it. */
export interface StackFolder {
  /** As it was given. */
  folder: string;
  /** `stacks/Pulumi.<stack>.yaml` */
  file: string;
}

/** All of a stack's files, as its program reads them. */
export interface StackFiles {
  /** Without the parts that are wrong; undefined where nothing of the stack's file can be used. */
  config?: StackConfig;
  /** Policies by the name that findings call them. */
  texts: Record<string, string>;
  /** Objects of each application. */
  manifests: Record<string, Manifest[]>;
  /** Of the Istio that is installed; none where nobody has them without asking for a chart. */
  definitions: Manifest[];
  /** What is wrong with the stack's file, and with files that cannot be read. */
  findings: Finding[];
  /** Whether all that decides which objects there are could be read. */
  areObjectsKnown: boolean;
}

/** The stack that a folder is of; undefined where it is any other folder. */
export function findStackFolder(path: string): StackFolder | undefined {
  const whole = resolve(path);
  if (basename(dirname(whole)) !== "stacks") return undefined;
  const write = (full: string) => (isAbsolute(path) ? full : relative("", full) || ".");
  const folder = write(whole);
  const file = write(join(dirname(whole), `Pulumi.${basename(whole)}.yaml`));
  if (!existsSync(file)) return undefined;
  // Somebody else's project has a configuration of its own.
  const { values } = parseStackFile({ text: readFileSync(file, "utf8"), file, project: projectName });
  return Object.keys(values).length === 0 ? undefined : { folder, file };
}

/** Stacks of which a folder above was read, so that nobody knows what their files say. @param files that were read */
export function findUnreadStacks(files: Iterable<string>): string[] {
  const all = [...files];
  return all.flatMap((file) => {
    const [, name] = /^Pulumi\.(.+)\.yaml$/.exec(basename(file)) ?? [];
    const stack = name === undefined ? undefined : findStackFolder(join(dirname(file), name));
    return stack !== undefined && all.some((one) => one.startsWith(`${stack.folder}/`)) ? [stack.folder] : [];
  });
}

/** Reads a stack without any engine. */
export function readStackFolder({ folder, file }: StackFolder): StackFiles {
  const stackFile = { text: readFileSync(file, "utf8"), file, project: projectName };
  const { values, findings: ofYaml } = parseStackFile(stackFile);
  const ofFile = ofYaml.length > 0 ? ofYaml : findStackProblems(values, stackFile);
  const usable = ofYaml.length > 0 ? undefined : salvage(stackSchema, values);
  if (usable === undefined) {
    return { texts: {}, manifests: {}, definitions: [], findings: ofFile, areObjectsKnown: false };
  }
  const config = usable.value as StackConfig;
  const policies = readPolicyTexts("", join(folder, "policies"));
  const names = Object.keys(config.applications ?? {});
  const applications = readApplicationManifests("", join(folder, "apps"), names);
  const suppressions = placeSuppressions(config, createLocate(stackFile));
  const definitions = findDefinitions(config, resolve(dirname(file), ".."));
  return {
    config: { ...config, analysis: { ...config.analysis, suppressions } },
    texts: policies.texts,
    manifests: applications.manifests,
    definitions: definitions === undefined ? [] : readDefinitions({ [definitions]: readFileSync(definitions, "utf8") }),
    findings: [...ofFile, ...policies.findings, ...applications.findings],
    areObjectsKnown: applications.findings.length === 0 && !usable.lost.some(decidesObjects),
  };
}

/** Settings that other files name parts of, or that a mistyped key may be. */
function decidesObjects([key = "", setting = "profile", ...rest]: ValuePath): boolean {
  if (!Object.hasOwn(stackSchema.shape, key)) return true;
  if (key === "controlPlane") return ["profile", "namespace", "meshConfig", "values"].includes(String(setting));
  return ["gateways", "applications"].includes(String(key)) || (key === "namespaces" && rest.length === 0);
}
