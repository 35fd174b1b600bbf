import { createFinding, type Code } from "../codes.js";
import type { Finding } from "../finding.js";
import type { AnalyzedObject } from "./rule.js";

/** A finding that is left out, and why. */
export interface Suppression {
  code: string;
  /** `<Kind> <name>.<namespace>` as istioctl writes it; `*` stands for anything. */
  resource: string;
  /** Why it is no problem here. */
  reason: string;
}

/** Istio's annotation: codes, separated by commas, or `*`. Source: resource annotation `galley.istio.io/analyze-suppress`. */
const istioAnnotation = "galley.istio.io/analyze-suppress";

interface Silence {
  code: string;
  matches: (finding: Finding) => boolean;
  /** What is said where it silences nothing. */
  unused: Finding;
}

/** Leaves out what is suppressed, and says which suppressions leave out nothing. */
export function applySuppressions(
  findings: readonly Finding[],
  objects: readonly AnalyzedObject[],
  suppressions: readonly Suppression[],
): Finding[] {
  const silences = [...objects.flatMap(readAnnotation), ...suppressions.map(createSilence)];
  const used = new Set<Silence>();
  const kept = findings.filter((finding) => {
    const silencing = silences.filter(
      ({ code, matches }) => (code === "*" || code === finding.code) && matches(finding),
    );
    for (const silence of silencing) used.add(silence);
    return silencing.length === 0;
  });
  return [...kept, ...silences.filter((silence) => !used.has(silence)).map(({ unused }) => unused)];
}

function readAnnotation({ manifest, namespace, locate }: AnalyzedObject): Silence[] {
  const { kind, metadata } = manifest;
  const text: unknown = metadata.annotations?.[istioAnnotation];
  if (typeof text !== "string") return [];
  const resource = { kind, name: metadata.name, ...(namespace === "" ? {} : { namespace }) };
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((code) => code !== "")
    .map((code) => ({
      code,
      matches: ({ resource: of }) =>
        of?.kind === kind && of.name === metadata.name && (of.namespace ?? "") === namespace,
      unused: {
        ...describeUnused(`the annotation ${istioAnnotation} leaves out ${code}, which is not found`),
        resource,
        ...locate(["metadata", "annotations", istioAnnotation]),
      },
    }));
}

function createSilence({ code, resource, reason }: Suppression): Silence {
  const pattern = new RegExp(`^${resource.split("*").map(escape).join(".*")}$`);
  return {
    code,
    matches: ({ resource: of }) =>
      of !== undefined && pattern.test(`${of.kind} ${of.name}${of.namespace === undefined ? "" : `.${of.namespace}`}`),
    unused: describeUnused(`the suppression of ${code} for ${resource} ("${reason}") leaves out nothing`),
  };
}

function escape(text: string): string {
  return text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
}

function describeUnused(message: string): Finding {
  const code: Code = "MESH0301";
  return createFinding(code, message);
}
