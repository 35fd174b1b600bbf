import { formatClosest } from "../text/closest.js";
import { codes } from "../findings/codes.js";
import { toMap, toText } from "../text/read.js";
import type { AnalyzedObject } from "../mesh/objects.js";

/** Istio's annotation: codes, separated by commas, or `*`. Source: resource annotation `galley.istio.io/analyze-suppress`. */
const istioAnnotation = "galley.istio.io/analyze-suppress";
/** Ours: a line each, a code and the reason. */
const ownAnnotation = "pulumi-istio/analyze-suppress";

/** What an annotation of an object leaves out of what is said of it. */
export interface AnnotatedSuppression {
  object: AnalyzedObject;
  annotation: string;
  /** `*` for every code. */
  code: string;
  /** What is wrong with it, so that it leaves out nothing. */
  problem?: string;
}

/** All that annotations of an object leave out. */
export function readSuppressions(object: AnalyzedObject): AnnotatedSuppression[] {
  const annotations = toMap(object.manifest.metadata.annotations);
  const split = (annotation: string, by: string) =>
    toText(annotations[annotation])
      .split(by)
      .map((part) => part.trim())
      .filter((part) => part !== "");
  return [
    ...split(istioAnnotation, ",").map((code) => ({ object, annotation: istioAnnotation, code })),
    ...split(ownAnnotation, "\n").map((line) => {
      const [code = "", ...reason] = line.split(/\s+/);
      const problem = findProblem(code, reason.length > 0);
      return { object, annotation: ownAnnotation, code, ...(problem === undefined ? {} : { problem }) };
    }),
  ];
}

function findProblem(code: string, hasReason: boolean): string | undefined {
  const line = `a line of the annotation ${ownAnnotation}`;
  if (code !== "*" && !Object.hasOwn(codes, code)) {
    return `${line} begins with "${code}", which is not a code${formatClosest(code, Object.keys(codes))}`;
  }
  return hasReason ? undefined : `${line} leaves out ${code} and gives no reason; write ${code} <reason>`;
}
