import { z } from "zod";
import { isRe2 } from "../../text/re2.js";
import { headerName } from "./header-name.js";
import { namespaceName } from "../names.js";
import { podLabels } from "../service/pod-labels.js";

const notRe2 = "it must be a regular expression of RE2, which has no look-around and no back references";

/** A regular expression of Istio's API. */
export const re2 = z.string().min(1).max(1024).refine(isRe2, notRe2);

const text = z.string();

/** How a text is compared: StringMatch of Istio's API. */
export const stringMatch = createMatch(text, text.min(1));

// In these a * is a character like any other, which they do not have.
const notWild = "* is not a wildcard here: name the beginning by prefix, or use regex";
const method = text.refine((value) => !/[a-z]/.test(value), "methods have capital letters, as in GET");
const path = text
  .regex(/^\/[^?#]*$/, "it must be a path, which begins with / and has no query")
  .refine(hasNoStar, notWild)
  .meta({ examples: ["/reviews"] });
const host = text.refine(hasNoStar, notWild);

function createMatch<T extends z.ZodType, U extends z.ZodType>(exact: T, prefix: U) {
  return z
    .strictObject({ exact: exact.optional(), prefix: prefix.optional(), regex: re2.optional() })
    .refine(
      (value) => Object.values(value).filter((one) => one !== undefined).length === 1,
      "it must have one of exact, prefix, regex",
    )
    .meta({ description: "One of exact, prefix and regex (RE2).", minProperties: 1, maxProperties: 1 });
}

function hasNoStar(value: string): boolean {
  return !value.includes("*");
}

const matches = z.record(headerName, stringMatch);

/**
 * Which requests: all that is named must hold. HTTPMatchRequest of Istio's API, without what only gateways have.
 */
export const httpMatch = z
  .strictObject({
    uri: createMatch(path, path).optional(),
    ignoreUriCase: z.boolean().optional(),
    method: createMatch(method, method.min(1)).optional(),
    scheme: stringMatch.optional(),
    authority: createMatch(host, host.min(1)).optional(),
    headers: matches.optional().meta({ description: "By header; regex .+ for any value." }),
    withoutHeaders: matches.optional().meta({ description: "Requests that do not have these." }),
    queryParams: z.record(z.string().min(1), stringMatch).optional(),
    port: z.int().min(1).max(65535).optional().meta({ description: "Port of the service." }),
    sourceLabels: podLabels.optional().meta({ description: "Labels of the caller's pods." }),
    sourceNamespace: namespaceName.optional().meta({ description: "Namespace of the caller." }),
  })
  .refine((value) => Object.keys(value).some((field) => field !== "ignoreUriCase"), "name at least one condition");

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
  const { ignoreUriCase: isFirst = false, uri: first, ...rest } = one;
  const { ignoreUriCase: isSecond = false, uri: second, ...others } = other;
  const path = combinePaths({ uri: first, isFolded: isFirst }, { uri: second, isFolded: isSecond });
  if (path === undefined) return undefined;
  const combined = combineFields(rest, others, (given, wanted, field) => {
    if (!mapFields.includes(field)) return combineValues(given, wanted);
    // What is not to be there cannot be narrowed down, only asked for twice.
    return combineFields(given, wanted, field === "withoutHeaders" ? keepSame : combineValues);
  });
  if (combined === undefined) return undefined;
  return {
    ...(path.uri === undefined ? {} : { uri: path.uri }),
    ...(path.isFolded ? { ignoreUriCase: true } : {}),
    ...combined,
  };
}

/** A path, and whether it is compared without regard to case. */
interface Path {
  uri: HttpMatch["uri"];
  isFolded: boolean;
}

/** The narrower of two paths; of one path with and without regard to case the former. Every path is within `/`, a regex's too. */
function combinePaths(one: Path, other: Path): Path | undefined {
  if (one.uri === undefined || one.uri.prefix === "/") return other.uri === undefined ? one : other;
  if (other.uri === undefined || other.uri.prefix === "/") return one;
  const isFolded = one.isFolded || other.isFolded;
  if (keepSame(one.uri, other.uri) !== undefined) return { uri: one.uri, isFolded: one.isFolded && other.isFolded };
  if (findNarrower(one.uri, other.uri, isFolded) !== undefined) return other;
  return findNarrower(other.uri, one.uri, isFolded) === undefined ? undefined : one;
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
