import * as pulumi from "@pulumi/pulumi";
import { formatFinding, formatFindings, type Finding } from "../finding.js";
import { createRunError } from "../run-error.js";

/** Logs what is no error and throws one `RunError` that lists all errors, so that nothing is registered after it. */
export function stopOnErrors(findings: readonly Finding[], resource?: pulumi.Resource): void {
  stopOnAny(findings.filter(({ level }) => level === "error"));
  for (const finding of findings) logFinding(finding, resource);
}

/** Throws one `RunError` that lists all of them, where there is any. */
export function stopOnAny(findings: readonly Finding[]): void {
  if (findings.length > 0) throw createRunError(formatFindings(findings));
}

/** Prints, each beside the resource that it is about, what an analysis lets pass; what is only informed of is for `mesh analyze`. */
export function logWarnings(findings: readonly Finding[], resourceOf: (finding: Finding) => pulumi.Resource): void {
  for (const finding of findings) if (finding.level !== "info") logFinding(finding, resourceOf(finding));
}

/** Prints a finding that stops nothing; what is an error elsewhere is a warning then, for the engine fails on errors. */
function logFinding(finding: Finding, resource?: pulumi.Resource): void {
  const log = finding.level === "info" ? pulumi.log.info : pulumi.log.warn;
  void log(formatFinding(finding), resource);
}
