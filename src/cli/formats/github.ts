import type { Finding, Level } from "../../findings/finding.js";

const commands: Readonly<Record<Level, string>> = { error: "error", warning: "warning", info: "notice" };

/** Workflow commands: GitHub shows each finding beside the line it is about. */
export function formatAsGithub(findings: readonly Finding[]): string {
  return findings.map(formatCommand).join("\n");
}

function formatCommand({ code, level, message, remedy, resource, file, line, column }: Finding): string {
  const properties = Object.entries({ file, line, col: column, title: code })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  const about = resource === undefined ? "" : `${resource.kind} ${joinName(resource)}: `;
  const text = remedy === undefined ? message : `${message}; ${remedy}`;
  return `::${commands[level]} ${properties.join(",")}::${escapeText(`${about}${text}`)}`;
}

function joinName({ namespace, name }: NonNullable<Finding["resource"]>): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function escapeText(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
