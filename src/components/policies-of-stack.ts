import * as pulumi from "@pulumi/pulumi";
import { createRunError } from "../run-error.js";
import { draftsVariable, readPolicyTexts } from "../stack/stack-files.js";
import { stopOnErrors } from "./stop-on-errors.js";

/**
 * Reads all `*.yaml` and `*.yml` files of a folder and those below it; none where there is no such folder.
 * @param root what findings name files from: the project's folder
 * @param folder as seen from there
 * @returns texts by path, as seen from there
 * @throws RunError that lists the files that are no texts, or where an update is asked to take drafts
 */
export function readPolicies(root: string, folder: string): Record<string, string> {
  const { texts, findings } = readPolicyTexts(root, folder, findDrafts());
  stopOnErrors(findings);
  return texts;
}

/** The folder of the drafts, if there is one. Left in the environment by mistake it would deploy what nobody wrote. */
export function findDrafts(): string | undefined {
  const { [draftsVariable]: drafts = "" } = process.env;
  if (drafts === "") return undefined;
  if (pulumi.runtime.isDryRun()) return drafts;
  throw createRunError(`${draftsVariable} is ${drafts}, and drafts are for previews alone; unset it and try again`);
}
