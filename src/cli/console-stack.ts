import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createLocate, placeSuppressions } from "../stack/config-problems.js";
import type { StackConfig } from "../stack/config-schema.js";
import type { StackSource } from "../console/planner.js";
import { clusterCharts, resolvePath } from "../folders.js";
import type { Manifest } from "../manifest.js";
import { readApplicationManifests } from "../stack/stack-files.js";
import { readDefinitions } from "./definition-files.js";
import { projectFolder, readStack, readStackFile } from "./stack.js";

/** The facts of a stack from its files, as the program reads them. */
export function createStackSource(stack: string): StackSource {
  const apps = join("stacks", stack, "apps");
  let definitions: { file: string | undefined; manifests: Manifest[] } | undefined;
  return {
    version: () => {
      const hash = createHash("sha256").update(readStackFile(stack).text);
      const folder = join(projectFolder, apps);
      const names = existsSync(folder) ? readdirSync(folder).sort() : [];
      for (const name of names) {
        const { mtimeMs, size } = statSync(join(folder, name));
        hash.update(JSON.stringify([name, mtimeMs, size]));
      }
      return hash.digest("hex");
    },
    read: () => {
      const config = readStack(stack);
      const file = findDefinitions(config);
      if (definitions === undefined || definitions.file !== file) definitions = { file, manifests: read(file) };
      return {
        config,
        suppressions: placeSuppressions(config, createLocate(readStackFile(stack))),
        applications: readApplicationManifests(projectFolder, apps, Object.keys(config.applications ?? {})),
        definitions: definitions.manifests,
      };
    },
  };
}

/**
 * The CRDs in the base chart, where that is on this machine: rendering a chart of a repository takes the engine.
 * @param project folder of Pulumi.yaml, from which paths of the stack's file start
 */
export function findDefinitions({ cluster, charts }: StackConfig, project = projectFolder): string | undefined {
  const local = cluster.kind === "local" ? clusterCharts(cluster.name ?? "dev") : undefined;
  const folder =
    charts?.folder === undefined ? (charts === undefined ? local : undefined) : resolvePath(charts.folder, project);
  const file = folder === undefined ? undefined : join(folder, "base", "files", "crd-all.gen.yaml");
  return file !== undefined && existsSync(file) ? file : undefined;
}

function read(file: string | undefined): Manifest[] {
  return file === undefined ? [] : readDefinitions({ [file]: readFileSync(file, "utf8") });
}
