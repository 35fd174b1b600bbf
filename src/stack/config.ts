import * as pulumi from "@pulumi/pulumi";
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { createLocate, findStackProblems, type AwsNames } from "./config-problems.js";
import { stackSchema, type StackConfig } from "./config-schema.js";
import { formatFindings, hasErrors } from "../findings/finding.js";
import { isMap } from "../text/is-map.js";
import type { Place, ValuePath } from "../findings/place.js";
import { createRunError } from "../run-error.js";

/** A stack's configuration, and where each of its values stands. */
export interface LocatedConfig {
  config: StackConfig;
  locate: (path: ValuePath) => Place;
}

/**
 * Reads the configuration of the running stack: values as the engine gives them, places from the stack's file.
 * @param project folder of Pulumi.yaml
 * @param loadAwsNames gives the names that AWS has; called where the stack makes an EKS cluster
 * Rejects with a RunError that lists all that is wrong
 */
export async function readConfig(project: string, loadAwsNames: () => Promise<AwsNames>): Promise<LocatedConfig> {
  const file = join(project, "stacks", `Pulumi.${pulumi.getStack()}.yaml`);
  const values = readValues();
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const stackFile = { text, file: relative(project, file), project: pulumi.getProject() };
  const isEks = isMap(values.cluster) && values.cluster.kind === "eks";
  const findings = findStackProblems(values, stackFile, isEks ? await loadAwsNames() : undefined);
  // The components print warnings.
  if (hasErrors(findings)) throw createRunError(formatFindings(findings));
  return { config: stackSchema.parse(values), locate: createLocate(stackFile) };
}

function readValues(): Record<string, unknown> {
  const config = new pulumi.Config();
  const prefix = `${config.name}:`;
  const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith(prefix));
  return Object.fromEntries(
    keys.map((key) => {
      const name = key.slice(prefix.length);
      return [name, readValue(config, name)];
    }),
  );
}

/** A map or list is given as JSON; a plain text stays what it is, and the schema says that a map was wanted. */
function readValue(config: pulumi.Config, key: string): unknown {
  const text = config.require(key);
  return /^\s*[[{]/.test(text) ? config.requireObject(key) : text;
}
