import { codes, type Code } from "../../findings/codes.js";
import type { CodeFacts } from "../../findings/codes/code-facts.js";
import type { Finding, Level } from "../../findings/finding.js";

const levels: Readonly<Record<Level, string>> = { error: "error", warning: "warning", info: "note" };

/** A log of SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0, as code scanning reads it. */
export function formatAsSarif(findings: readonly Finding[]): string {
  const found = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "pulumi-istio", rules: found.map(describeCode) } },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => describeFinding(finding, found.indexOf(finding.code))),
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

function describeCode(code: string): Record<string, unknown> {
  const { name, level, description, remedy }: CodeFacts = codes[code as Code];
  return {
    id: code,
    name,
    shortDescription: { text: description },
    help: { text: remedy },
    defaultConfiguration: { level: levels[level] },
  };
}

function describeFinding(finding: Finding, ruleIndex: number): Record<string, unknown> {
  const { code, level, message, remedy } = finding;
  const text = remedy === undefined ? message : `${message}; ${remedy}`;
  const location = { ...describePlace(finding), ...describeResource(finding) };
  const locations = Object.keys(location).length === 0 ? [] : [location];
  return { ruleId: code, ruleIndex, level: levels[level], message: { text }, locations };
}

function describePlace({ file, line, column }: Finding): Record<string, unknown> {
  if (file === undefined) return {};
  const region = line === undefined ? {} : { region: { startLine: line, startColumn: column } };
  return { physicalLocation: { artifactLocation: { uri: toUri(file) }, ...region } };
}

/** A path is a URI where every character that means something else in one is escaped. */
function toUri(file: string): string {
  const path = file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${path}` : path;
}

function describeResource({ resource }: Finding): Record<string, unknown> {
  if (resource === undefined) return {};
  const { kind, namespace, name } = resource;
  const fullyQualifiedName = [kind, namespace, name].filter((part) => part !== undefined).join("/");
  return { logicalLocations: [{ name, fullyQualifiedName, kind: "resource" }] };
}
