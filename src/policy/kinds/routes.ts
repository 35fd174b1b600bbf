import { z } from "zod";
import { compileRe2 } from "../../text/re2.js";
import { duration, toMilliseconds } from "../duration.js";
import { headerChanges } from "../routes/header-changes.js";
import { headerName } from "../routes/header-name.js";
import { httpMatch, re2, stringMatch } from "../routes/http-match.js";
import { defineKind } from "../kind.js";
import { routeKinds } from "../routes/route-kinds.js";

const weight = z.int().min(0).max(100);

const weighted = z.strictObject({
  weight,
  headers: headerChanges
    .optional()
    .meta({ description: "Beside those of the route, of requests that go there alone." }),
});

// Source: ApplyRedirect in Istio's pilot/pkg/networking/core/route: of others it makes no route at all.
const redirectCodes = [301, 302, 303, 307, 308] as const;
const corsMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*"] as const;
const largestBody = 1024 * 1024;

const newPath = z
  .string()
  .regex(/^\/[^?#\\]*$/, "it must be a path, which begins with / and has no query")
  .refine((text) => !text.includes("//"), "it must have no empty segment")
  .meta({ examples: ["/", "/inside"] });

// In a substitution of RE2 only these may stand behind \.
const substitution = /^([^\\]|\\[0-9\\])+$/;

const regexRewrite = z
  .strictObject({
    match: re2,
    rewrite: z.string().regex(substitution, "behind \\ it must have the number of a group, as in /\\1, or another \\"),
  })
  .refine(
    ({ match, rewrite: text }) =>
      [...text.matchAll(/\\(\d)/g)].every(([, group]) => Number(group) <= countGroups(match)),
    "its rewrite has the number of a group that its match does not have",
  );

const rewrite = z
  .strictObject({
    uri: newPath.optional().meta({
      description:
        "The new path. After a match of a prefix it replaces the prefix, by whole segments: /x to /y turns /x/1 into /y/1, and leaves /xs alone.",
    }),
    authority: z.string().min(1).optional(),
    uriRegexRewrite: regexRewrite.optional().meta({
      description:
        "Replaces what the expression matches in the path; \\1 is its first group. Not with the Gateway API.",
    }),
  })
  .refine(isSaid, "it must have uri, uriRegexRewrite or authority")
  .refine(
    ({ uri, uriRegexRewrite }) => uri === undefined || uriRegexRewrite === undefined,
    "uri and uriRegexRewrite exclude each other",
  );

const ownFields = {
  name: z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "a route's name has lower-case letters, digits and -"),
  match: z
    .array(httpMatch)
    .min(1)
    .optional()
    .meta({ description: "Alternatives; the one route without is the default." }),
  to: z
    .record(z.string(), z.union([weight, weighted]))
    .optional()
    .meta({
      description: "Version, or <namespace>/<service>, to its weight in percent; a map for headers of its own.",
      default: "the service itself",
    }),
  weightsOwnedBy: z
    .enum(["rollouts", "flagger"])
    .optional()
    .meta({ description: "Argo Rollouts or Flagger changes the weights from outside; they are written once." }),
  rewrite: rewrite.optional(),
  redirect: z
    .strictObject({
      uri: z.string().min(1).optional(),
      prefixRewrite: newPath.optional().meta({
        description:
          "Instead of `uri`: replaces the matched prefix, by whole segments. At gateways of Istio's API and in the mesh it needs Istio 1.31 or later.",
      }),
      authority: z.string().min(1).optional(),
      scheme: z.enum(["http", "https"]).optional(),
      port: z.int().min(1).max(65535).optional().meta({ default: "that of `authority`, else of the request's host" }),
      derivePort: z.enum(["FROM_PROTOCOL_DEFAULT", "FROM_REQUEST_PORT"]).optional().meta({
        description: "Instead of `port`: none, which is 80 or 443 by `scheme`, or the one that the request came to.",
      }),
      redirectCode: z.literal(redirectCodes).optional().meta({ default: 301 }),
    })
    .refine(
      (value) => isSaid({ ...value, redirectCode: undefined }),
      "it must have uri, prefixRewrite, authority, scheme, port or derivePort",
    )
    .refine(
      ({ uri, prefixRewrite }) => uri === undefined || prefixRewrite === undefined,
      "uri and prefixRewrite exclude each other",
    )
    .refine(
      ({ authority, port, derivePort }) =>
        [authority?.includes(":") === true || undefined, port, derivePort].filter((one) => one !== undefined).length <
        2,
      "it must say the port once: in authority, by port or by derivePort",
    )
    .optional(),
  directResponse: z
    .strictObject({
      status: z.int().min(200).max(599),
      body: z
        .string()
        .refine((body) => new TextEncoder().encode(body).length <= largestBody, "it must be at most 1 MiB")
        .optional(),
    })
    .optional(),
  headers: headerChanges.optional(),
  corsPolicy: z
    .strictObject({
      allowOrigins: z.array(stringMatch).optional(),
      allowMethods: z.array(z.enum(corsMethods)).optional(),
      allowHeaders: z.array(headerName).optional(),
      exposeHeaders: z.array(headerName).optional(),
      maxAge: duration.refine((text) => toMilliseconds(text) % 1000 === 0, "it must be whole seconds").optional(),
      allowCredentials: z.boolean().optional(),
    })
    .optional(),
};

/** Groups of an expression that have a number. */
function countGroups(regex: string): number {
  return compileRe2(regex)?.groupCount() ?? 0;
}

function isSaid(value: object): boolean {
  return Object.values(value).some((one) => one !== undefined);
}

const route = z.strictObject({ ...ownFields, ...pickRouteKinds() });

function pickRouteKinds(): { [K in (typeof routeKinds)[number] as K["key"]]: z.ZodOptional<K["schema"]> } {
  return Object.fromEntries(
    routeKinds.map(({ key, schema, summary }) => [
      key,
      (schema as z.ZodType).optional().meta({ description: summary }),
    ]),
  ) as any;
}

/** One route of a document. */
export type Route = z.infer<typeof route>;

export const routes = defineKind({
  key: "routes",
  summary:
    "Where requests go, in order: by header, path, query, method or caller to versions and other services by weight, or rewritten, redirected, answered.",
  source: "Istio: VirtualService, HTTPRoute and TCPRoute",
  schema: z.array(route).min(1),
  documents: ["service"],
  protocols: ["http", "grpc", "tcp"],
  example: `service: shop/reviews
versions:
  v1: { version: v1 }
  v2: { version: v2 }
routes:
  - name: testers
    match: [{ headers: { x-user: { exact: tester } } }]
    to: { v2: 100 }
    timeout: 2s
  - name: default
    to: { v1: 90, v2: 10 }
`,
});
