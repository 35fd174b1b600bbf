import { z } from "zod";
import { headerName } from "./header-name.js";
import { podLabels } from "./pod-labels.js";
import { namespaceName } from "./names.js";

/** How a text is compared: StringMatch of Istio's API. */
export const stringMatch = z
  .union([
    z.strictObject({ exact: z.string() }),
    z.strictObject({ prefix: z.string() }),
    z.strictObject({ regex: z.string() }),
  ])
  .meta({ description: "One of exact, prefix and regex (RE2)." });

const headerMatches = z.record(headerName, stringMatch);

/**
 * Which requests: all that is named has to hold. HTTPMatchRequest of Istio's API, without what only gateways have.
 */
export const httpMatch = z.strictObject({
  uri: stringMatch.optional(),
  ignoreUriCase: z.boolean().optional(),
  method: stringMatch.optional(),
  scheme: stringMatch.optional(),
  authority: stringMatch.optional(),
  headers: headerMatches.optional().meta({ description: "By header, in lower case." }),
  withoutHeaders: headerMatches.optional().meta({ description: "Requests that do not have these." }),
  queryParams: z.record(z.string(), stringMatch).optional(),
  port: z.int().min(1).max(65535).optional().meta({ description: "Port of the service." }),
  sourceLabels: podLabels.optional().meta({ description: "Labels of the caller's pods." }),
  sourceNamespace: namespaceName.optional().meta({ description: "Namespace of the caller." }),
});

/** Which requests. */
export type HttpMatch = z.infer<typeof httpMatch>;

/** Requests that both lists of alternatives match: every pair of them, where one pair can hold at all. */
export function combineMatches(first: readonly HttpMatch[], second: readonly HttpMatch[]): HttpMatch[] {
  if (first.length === 0) return [...second];
  if (second.length === 0) return [...first];
  return first.flatMap((one) => second.flatMap((other) => combineTwo(one, other) ?? []));
}

/** Both at once; undefined where no request is both, or where VirtualService cannot say it. */
function combineTwo(one: HttpMatch, other: HttpMatch): HttpMatch | undefined {
  const isFolded = one.ignoreUriCase === true || other.ignoreUriCase === true;
  return combineFields(one, other, (given, wanted, field) => {
    if (field === "uri") return combinePaths(given as Fields, wanted as Fields, isFolded);
    if (!mapFields.includes(field)) return combineValues(given, wanted);
    // What is not to be there cannot be narrowed down, only asked for twice.
    return combineFields(given, wanted, field === "withoutHeaders" ? keepSame : combineValues);
  });
}

/** Every path is within `/`, a regex's too, which is otherwise not known to be within a prefix. */
function combinePaths(one: Fields, other: Fields, isFolded: boolean): Fields | undefined {
  if (one.prefix === "/") return other;
  if (other.prefix === "/") return one;
  return (
    (keepSame(one, other) as Fields | undefined) ??
    findNarrower(one, other, isFolded) ??
    findNarrower(other, one, isFolded)
  );
}

const mapFields = ["headers", "withoutHeaders", "queryParams", "sourceLabels"];

type Fields = Record<string, any>;
type Combine = (one: unknown, other: unknown, field: string) => unknown;

/** The fields of both maps; undefined where one that both have gives nothing. */
function combineFields(one: unknown, other: unknown, combine: Combine): Fields | undefined {
  const combined: Fields = { ...(one as Fields) };
  for (const [field, value] of Object.entries(other as Fields)) {
    combined[field] = field in combined ? combine(combined[field], value, field) : (value as unknown);
    if (combined[field] === undefined) return undefined;
  }
  return combined;
}

/** What both ask for: the same, or the narrower of two texts of which one begins with the other. */
function combineValues(one: unknown, other: unknown): unknown {
  const [first, second] = [one as Fields, other as Fields];
  return keepSame(one, other) ?? findNarrower(first, second) ?? findNarrower(second, first);
}

function keepSame(one: unknown, other: unknown): unknown {
  return JSON.stringify(one) === JSON.stringify(other) ? one : undefined;
}

function findNarrower(wide: Fields, narrow: Fields, isFolded = false): Fields | undefined {
  const fold = (text: unknown) => (isFolded && typeof text === "string" ? text.toLowerCase() : text);
  const [start, text] = [fold(wide.prefix), fold(narrow.exact ?? narrow.prefix)];
  return typeof start === "string" && typeof text === "string" && text.startsWith(start) ? narrow : undefined;
}
