import { z } from "zod";

/** How a text is compared: StringMatch of Istio's API. */
export const stringMatch = z
  .union([
    z.strictObject({ exact: z.string() }),
    z.strictObject({ prefix: z.string() }),
    z.strictObject({ regex: z.string() }),
  ])
  .meta({ description: "One of exact, prefix and regex (RE2)." });

const matches = z.record(z.string(), stringMatch);

/**
 * Which requests: all that is named has to hold. HTTPMatchRequest of Istio's API, without what only gateways have.
 */
export const httpMatch = z.strictObject({
  uri: stringMatch.optional(),
  ignoreUriCase: z.boolean().optional(),
  method: stringMatch.optional(),
  scheme: stringMatch.optional(),
  authority: stringMatch.optional(),
  headers: matches.optional().meta({ description: "By header, in lower case." }),
  withoutHeaders: matches.optional().meta({ description: "Requests that do not have these." }),
  queryParams: matches.optional(),
  port: z.int().min(1).max(65535).optional().meta({ description: "Port of the service." }),
  sourceLabels: z.record(z.string(), z.string()).optional().meta({ description: "Labels of the caller's pods." }),
  sourceNamespace: z.string().optional().meta({ description: "Namespace of the caller." }),
});

/** Which requests. */
export type HttpMatch = z.infer<typeof httpMatch>;

/** Requests that both lists of alternatives match: every pair of them, where one pair can hold at all. */
export function combineMatches(first: readonly HttpMatch[], second: readonly HttpMatch[]): HttpMatch[] {
  if (first.length === 0) return [...second];
  if (second.length === 0) return [...first];
  return first.flatMap((one) => second.flatMap((other) => combineTwo(one, other) ?? []));
}

/** Both at once; undefined where they ask for different things of one field, which VirtualService cannot say. */
function combineTwo(one: HttpMatch, other: HttpMatch): HttpMatch | undefined {
  const combined: Record<string, any> = { ...one };
  for (const [field, value] of Object.entries(other)) {
    const given = combined[field] as unknown;
    if (given === undefined) combined[field] = value;
    else if (isMap(given) && isMap(value) && mapFields.includes(field)) {
      const clash = Object.entries(value).some(([key, wanted]) => key in given && !isSame(given[key], wanted));
      if (clash) return undefined;
      combined[field] = { ...given, ...value };
    } else if (!isSame(given, value)) return undefined;
  }
  return combined;
}

const mapFields = ["headers", "withoutHeaders", "queryParams", "sourceLabels"];

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
