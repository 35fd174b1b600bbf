import { formatClosest } from "../text/closest.js";
import { codes, type Code } from "../findings/codes.js";
import { createProblem, placeProblem } from "../findings/problem.js";
import type { Finding } from "../findings/finding.js";
import type { FilePlace } from "../findings/place.js";
import { identifyObject, type AnalyzedObject } from "../mesh/objects.js";
import { readSuppressions, type AnnotatedSuppression } from "./suppression-annotations.js";

/** A finding that is left out, and why. */
export interface Suppression {
  code: string;
  /** `<Kind> <name>.<namespace>` as istioctl writes it; `*` stands for anything. */
  resource: string;
  /** Why it is no problem here. */
  reason: string;
  /** Where it is written, for what is said of it. @default - not said */
  place?: FilePlace;
}

/** Suppressions that nobody can have meant so. */
export function findSuppressionProblems(suppressions: readonly Suppression[]): Finding[] {
  return suppressions.flatMap(({ code, resource, reason, place }) => {
    const isUnknown = code !== "*" && !(code in codes);
    const what = `the suppression of ${code}`;
    return [
      ...(isUnknown ? [`there is no code ${code}${formatClosest(code, Object.keys(codes))}`] : []),
      ...(reason.trim() === "" ? [`${what} for ${resource} has no reason`] : []),
      ...(/^(\*|[*\w]+ \S+)$/.test(resource)
        ? []
        : [`${what} is for "${resource}"; write <Kind> <name>.<namespace>, with * for anything`]),
    ].map((message) => placeProblem(createProblem([], "MESH0125", message), { locate: () => place ?? {} }));
  });
}

const unusedCode: Code = "MESH0301";

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
  const annotated = objects.flatMap(readSuppressions);
  const silences = [
    ...annotated.filter(({ problem }) => problem === undefined).map(readAnnotation),
    ...suppressions.map(createSilence),
  ];
  const used = new Set<Silence>();
  const kept = findings.filter((finding) => {
    const silencing = silences.filter(
      ({ code, matches }) => (code === "*" || code === finding.code) && matches(finding),
    );
    for (const silence of silencing) used.add(silence);
    return silencing.length === 0;
  });
  const wrong = annotated.flatMap((one) => (one.problem === undefined ? [] : [describe(one, "MESH0125", one.problem)]));
  return [...kept, ...wrong, ...silences.filter((silence) => !used.has(silence)).map(({ unused }) => unused)];
}

function readAnnotation(suppression: AnnotatedSuppression): Silence {
  const { object, annotation, code } = suppression;
  const { kind, metadata } = object.manifest;
  return {
    code,
    matches: ({ resource: of }) =>
      of?.kind === kind && of.name === metadata.name && (of.namespace ?? "") === object.namespace,
    unused: describe(suppression, unusedCode, `the annotation ${annotation} leaves out ${code}, which is not found`),
  };
}

/** Something that is said of an annotation, beside which it stands. */
function describe({ object, annotation }: AnnotatedSuppression, code: Code, message: string): Finding {
  const problem = createProblem(["metadata", "annotations", annotation], code, message);
  return placeProblem(problem, { locate: object.locate, resource: identifyObject(object) });
}

function createSilence({ code, resource, reason, place }: Suppression): Silence {
  const message = `the suppression of ${code} for ${resource} ("${reason}") leaves out nothing`;
  const pattern = new RegExp(`^${resource.split("*").map(escape).join(".*")}$`);
  return {
    code,
    matches: ({ resource: of }) =>
      resource === "*" ||
      (of !== undefined &&
        pattern.test(`${of.kind} ${of.name}${of.namespace === undefined ? "" : `.${of.namespace}`}`)),
    unused: placeProblem(createProblem([], unusedCode, message), { locate: () => place ?? {} }),
  };
}

function escape(text: string): string {
  return text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
}
