import * as pulumi from "@pulumi/pulumi";
import { formatFinding, formatFindings, type Finding } from "../finding.js";
import { createRunError } from "../run-error.js";

/** Logs what is no error and throws one `RunError` that lists all errors, so that nothing is registered after it. */
export function stopOnErrors(findings: readonly Finding[], resource?: pulumi.Resource): void {
  const errors = findings.filter(({ level }) => level === "error");
  if (errors.length > 0) throw createRunError(formatFindings(errors));
  for (const finding of findings) {
    const log = finding.level === "warning" ? pulumi.log.warn : pulumi.log.info;
    void log(formatFinding(finding), resource);
  }
}
