import type { Place } from "./place.js";

/** How serious a finding is: an `error` stops the preview, a `warning` is printed, an `info` is only listed. */
export type Level = "error" | "warning" | "info";

/** The lowest level of findings that stops what is being done. */
export const FailOn = { Error: "error", Warning: "warning", Info: "info", Never: "never" } as const;
export type FailOn = (typeof FailOn)[keyof typeof FailOn];

/** The Kubernetes object that a finding is about; cluster-scoped objects have no namespace. */
export interface FindingResource {
  kind: string;
  namespace?: string;
  name: string;
}

/** One problem found before anything is touched, with the place of the value that it is about and what to do about it. */
export interface Finding extends Place {
  /** Istio's, Kiali's or our own code (`MESH0101`); codes are never reused. */
  code: string;
  level: Level;
  /** What is wrong, what was given and what is allowed. */
  message: string;
  /** What to do. */
  remedy?: string;
  resource?: FindingResource;
}

/** Whether anything among them stops what is being done. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === "error");
}

/** The worst first. */
const levels: readonly string[] = [FailOn.Error, FailOn.Warning, FailOn.Info];

/** The same findings, the worst first; those of one level stay in their order. */
export function sortByLevel<T extends { level: string }>(findings: readonly T[]): T[] {
  return findings.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}

/** Whether a finding is at the level that stops what is being done, or above it. */
export function isFailing({ level }: Finding, failOn: FailOn): boolean {
  return failOn !== FailOn.Never && levels.indexOf(level) <= levels.indexOf(failOn);
}

/**
 * `file:line:column: error MESH0101: message; remedy`, the form that editors and terminals make a link of. Control characters, which a
 * quoted value may have, are escaped: in a terminal or the log of a pipeline they would be obeyed.
 */
export function formatFinding(finding: Finding): string {
  const place = formatPlace(finding);
  const text = finding.remedy === undefined ? finding.message : `${finding.message}; ${finding.remedy}`;
  const line = `${place === "" ? "" : `${place}: `}${finding.level} ${finding.code}: ${text}`;
  return line.replaceAll(/\p{Cc}/gu, escapeControl);
}

/** One line a finding, in the order given. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings.map(formatFinding).join("\n");
}

function escapeControl(character: string): string {
  if (character === "\n") return "\\n";
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function formatPlace({ file, line, column, resource }: Finding): string {
  if (file !== undefined) return [file, line, column].filter((part) => part !== undefined).join(":");
  if (resource === undefined) return "";
  const name = resource.namespace === undefined ? resource.name : `${resource.namespace}/${resource.name}`;
  return `${resource.kind} ${name}`;
}
