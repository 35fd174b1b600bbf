import * as pulumi from "@pulumi/pulumi";
import { formatFindings, sortByLevel, type Finding } from "../findings/finding.js";
import { createRunError } from "../run-error.js";
import { noteFindings } from "../stack/run-findings.js";

/** Logs what is no error and throws one `RunError` that lists all errors, so that nothing is registered after it. */
export function stopOnErrors(findings: readonly Finding[], resource?: pulumi.Resource): void {
  stopOnAny(
    findings.filter(({ level }) => level === "error"),
    findings,
  );
  logFindings(findings, resource);
}

/**
 * Throws one `RunError` that lists all of them, where there is any.
 * @param all those that stop nothing too, for who shows findings at the end of the run
 */
export function stopOnAny(stopping: readonly Finding[], all = stopping): void {
  if (stopping.length === 0) return;
  const isNoted = noteFindings([...stopping, ...all.filter(({ level }) => level !== "info")]);
  throw createRunError(
    isNoted ? `stopped by ${count(stopping)}, listed at the end; nothing has been changed` : formatFindings(stopping),
  );
}

/** Logs what an analysis lets pass; what is only informed of is for `mesh analyze`. */
export function logWarnings(findings: readonly Finding[], resource: pulumi.Resource): void {
  logFindings(
    findings.filter(({ level }) => level !== "info"),
    resource,
  );
}

/**
 * Logs all at once: the engine repeats the first line of every message. What is an error elsewhere is a warning then, for the engine
 * fails on errors.
 */
function logFindings(findings: readonly Finding[], resource?: pulumi.Resource): void {
  if (findings.length === 0 || noteFindings(findings)) return;
  const log = findings.every(({ level }) => level === "info") ? pulumi.log.info : pulumi.log.warn;
  void log(`${count(findings)}\n${formatFindings(sortByLevel(findings))}`, resource);
}

function count({ length }: readonly Finding[]): string {
  return length === 1 ? "1 finding" : `${length} findings`;
}
