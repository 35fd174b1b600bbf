import { z } from "zod";
import { duration, toMilliseconds } from "../duration.js";
import { stringMatch } from "../routes/http-match.js";

const headerName = z.string().regex(/^[a-z0-9_-]+$/, "it must be a header's name in lower case, as in x-user");
const pathPattern = z
  .string()
  .regex(/^(\/[^*?]*\*?|\*[^*?]+)$/, "it must be a path, its beginning or its end, as in /login, /api/* or *.json");

const requests = z.int().min(1).max(4_294_967_295);

const counted = z
  .strictObject({
    header: headerName.optional().meta({ description: "Requests without the header share one budget." }),
    remoteAddress: z.literal(true).optional().meta({
      description:
        "The client's address, behind a gateway as x-forwarded-for has it; a caller in the mesh can write that itself.",
    }),
  })
  .refine(
    ({ header, remoteAddress }) => (header === undefined) !== (remoteAddress === undefined),
    "it must have one of header and remoteAddress",
  );

type Counted = z.infer<typeof counted>;

/** Which requests a limit is for, and which of them share a budget. */
const scope = {
  paths: z
    .array(pathPattern)
    .min(1)
    .optional()
    .meta({ description: "Only requests for these: `/login`, `/api/*`, `*.json`. The query is ignored." }),
  methods: z
    .array(z.string().regex(/^[A-Z]+$/, "it must be a method, as in GET"))
    .min(1)
    .optional(),
  headers: z.record(headerName, stringMatch).optional().meta({ description: "Requests with these headers alone." }),
  by: z.array(counted).min(1).max(3).optional().meta({ description: "Every value of these has a budget of its own." }),
};

/** A limit that every replica keeps for itself. */
export const localLimit = z.strictObject({
  requests,
  // What is none at all is said by `duration` itself.
  per: duration.refine((text) => toMilliseconds(text) < 1 || toMilliseconds(text) >= 50, "it must be at least 50ms"),
  burst: requests.optional().meta({ description: "How many may come at once after a pause.", default: "requests" }),
  ...scope,
});

/** What envoyproxy/ratelimit calls a unit, by how long it is. */
const units = { "1s": "second", "1m": "minute", "1h": "hour", "24h": "day" } as const;

/** A limit that all replicas keep together. */
export const globalLimit = z.strictObject({
  requests,
  per: z.enum(["1s", "1m", "1h", "24h"]).meta({ description: "The budget is whole again at every full one of these." }),
  ...scope,
});

export type LocalLimit = z.infer<typeof localLimit>;
export type GlobalLimit = z.infer<typeof globalLimit>;
type Scope = Pick<LocalLimit, "paths" | "methods" | "headers" | "by">;

/** First entry of every descriptor; its value says which limit it is. */
const limitKey = "limit";

/** The value of the first entry of a service's global limit, unlike that of any other in the mesh. */
export function nameGlobalLimit(service: string, index: number): string {
  return `${service}/${index}`;
}

/**
 * How Envoy tells whether a request is one of the limit's, and whose budget it takes from: exactly one of these makes a
 * descriptor of it, or none. RateLimit of Envoy's route configuration.
 */
export function renderActions(limit: Scope, name: string): { actions: object[] }[] {
  const matchers = renderMatchers(limit);
  const first =
    matchers.length === 0
      ? { generic_key: { descriptor_key: limitKey, descriptor_value: name } }
      : { header_value_match: { descriptor_key: limitKey, descriptor_value: name, headers: matchers } };
  const alternatives = (limit.by ?? []).reduce<object[][]>(
    (all, one) => all.flatMap((actions) => listActions(one).map((action) => [...actions, action])),
    [[first]],
  );
  return alternatives.map((actions) => ({ actions }));
}

function listActions({ header }: Counted): object[] {
  // Every request has an address.
  return header === undefined ? [{ remote_address: {} }] : [withHeader(header), withoutHeader(header)];
}

/** The key that the action gives the entry. */
function keyOf({ header = "remote_address" }: Counted): string {
  return header;
}

const withHeader = (header: string) => ({ request_headers: { header_name: header, descriptor_key: header } });

/** A request that lacks the header would make no descriptor, and so would have no limit. */
const withoutHeader = (header: string) => ({
  header_value_match: {
    descriptor_key: header,
    descriptor_value: "-",
    headers: [{ name: header, present_match: true, invert_match: true }],
  },
});

function renderMatchers({ paths, methods, headers = {} }: Scope): object[] {
  const regex = (name: string, text: string) => ({ name, string_match: { safe_regex: { regex: text } } });
  return [
    ...(paths === undefined ? [] : [regex(":path", `(${paths.map(toRegex).join("|")})(\\?.*)?`)]),
    ...(methods === undefined ? [] : [regex(":method", methods.join("|"))]),
    ...Object.entries(headers).map(([name, match]) =>
      match.regex === undefined ? { name, string_match: match } : regex(name, match.regex),
    ),
  ];
}

function toRegex(path: string): string {
  return path.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace("*", "[^?]*");
}

/** The descriptor of a limit in Envoy's local rate limit filter; an entry without value has a bucket for each value. */
export function renderLocalDescriptor({ requests: tokens, per, burst, by = [] }: LocalLimit, name: string): object {
  return {
    entries: [{ key: limitKey, value: name }, ...by.map((one) => ({ key: keyOf(one) }))],
    token_bucket: { max_tokens: burst ?? tokens, tokens_per_fill: tokens, fill_interval: toSeconds(per) },
  };
}

/** The descriptor of a limit in the configuration of envoyproxy/ratelimit; one without value counts each value. */
export function renderGlobalDescriptor({ requests: count, per, by = [] }: GlobalLimit, name: string): object {
  const leaf: object = { rate_limit: { unit: units[per], requests_per_unit: count } };
  const inner = by.reduceRight((nested, one) => ({ descriptors: [{ key: keyOf(one), ...nested }] }), leaf);
  return { key: limitKey, value: name, ...inner };
}

/** A duration as protobuf's JSON has it. */
export function toSeconds(text: string): string {
  return `${toMilliseconds(text) / 1000}s`;
}
