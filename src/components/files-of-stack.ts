import * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { hasErrors } from "../findings/finding.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { StackSettings } from "../plan/mesh-of-stack.js";
import { planStack } from "../plan/stack-plan.js";
import { loadPolicies } from "../policy/documents/load.js";
import { createRunError } from "../run-error.js";
import { draftsVariable, readApplicationManifests, readPolicyTexts } from "../stack/stack-files.js";
import { stopOnErrors } from "./stop-on-errors.js";

/** Folders of a stack, as seen from the project's. */
export interface StackFolders {
  /** Has `<name>.yaml` of each application. */
  apps: string;
  /** All of its `*.yaml` and `*.yml` files and of those below it are read; it need not exist. */
  policies: string;
}

/** What a stack's folders hold. */
export interface FilesOfStack {
  /** Objects of each application. */
  manifests: Record<string, Manifest[]>;
  /** Texts by path, as seen from the project's folder. */
  policies: Record<string, string>;
}

/**
 * Reads the files of the stack's applications and policies.
 * @param root what findings name files from: the project's folder
 * @throws RunError that lists what is wrong with all files, if one cannot be read, or if an update is asked to take drafts
 */
export function readFilesOfStack(root: string, folders: StackFolders, settings: StackSettings): FilesOfStack {
  const applications = readApplicationManifests(root, folders.apps, Object.keys(settings.applications ?? {}));
  const { texts, findings } = readPolicyTexts(root, folders.policies, findDrafts());
  if (hasErrors([...applications.findings, ...findings])) {
    const areObjectsKnown = applications.findings.length === 0;
    const facts = { settings, applications, definitions: [], areObjectsKnown };
    stopOnErrors([...findings, ...planStack(loadPolicies(texts), facts).findings]);
  }
  return { manifests: applications.manifests, policies: texts };
}

/** The folders of a stack of that name. */
export function nameStackFolders(stack: string): StackFolders {
  const folder = join("stacks", stack);
  return { apps: join(folder, "apps"), policies: join(folder, "policies") };
}

/** The folder of the drafts, if there is one. Left in the environment by mistake it would deploy what nobody wrote. */
function findDrafts(): string | undefined {
  const { [draftsVariable]: drafts = "" } = process.env;
  if (drafts === "") return undefined;
  if (pulumi.runtime.isDryRun()) return drafts;
  throw createRunError(`${draftsVariable} is ${drafts}, and drafts are for previews alone; unset it and try again`);
}
