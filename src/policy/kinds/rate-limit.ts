import { z } from "zod";
import { defineKind, type Context } from "../kind.js";
import { renderGlobalFilter, renderLocalFilter } from "../rate-limit/rate-limit-filters.js";
import { globalLimit, localLimit } from "../rate-limit/rate-limits.js";
import { resolveRateLimitService, type RateLimitService } from "./rate-limit-service.js";

const schema = z
  .strictObject({
    local: z.array(localLimit).min(1).optional().meta({
      description:
        "Each replica counts separately, per port, and separately for mutual TLS and plain text. A change of its proxy's listeners resets the count.",
    }),
    global: z
      .array(globalLimit)
      .min(1)
      .optional()
      .meta({ description: "All replicas share one count, in the rate limit service of the mesh." }),
  })
  .refine(({ local, global }) => local !== undefined || global !== undefined, "name local, global or both");

export const rateLimit = defineKind({
  key: "rateLimit",
  summary:
    "How many requests a service accepts. Further requests get 429 (gRPC: RESOURCE_EXHAUSTED). Responses report the remaining quota in x-ratelimit headers, of the global limits if there are any. A request must fit in every limit that applies to it. Requests that jwt or access refuses are not counted.",
  source: "Istio: EnvoyFilter; Envoy: local_ratelimit and ratelimit filters",
  schema,
  documents: ["service"],
  protocols: ["http", "grpc"],
  example: `service: shop/reviews
rateLimit:
  local:
    - { requests: 100, per: 1s, burst: 200 }
    - { requests: 5, per: 1m, paths: [/login], methods: [POST] }
  global:
    - { requests: 1000, per: 1m, by: [{ header: x-user }] }
---
mesh: default
rateLimitService: { service: infra/ratelimit, port: 8081 }
---
service: infra/ratelimit
`,
  toObjects: ({ local, global }, context) => {
    const { namespace, service } = context;
    const name = service?.name ?? "";
    if (service?.selector === undefined) {
      context.report([], "MESH0207", `the pods of ${namespace}/${name} are not known, and rateLimit is for them alone`);
      return [];
    }
    const patches = local === undefined ? [] : [renderLocalFilter(local, global === undefined)];
    if (global !== undefined) {
      const server = findServer(context);
      if (server === undefined) return [];
      patches.push(renderGlobalFilter(global, `${namespace}/${name}`, server.settings, server.host));
    }
    const metadata = { name: `${name}.rate-limit`, namespace };
    const spec = { workloadSelector: { labels: service.selector }, configPatches: patches };
    return [{ apiVersion: "networking.istio.io/v1alpha3", kind: "EnvoyFilter", metadata, spec }];
  },
});

/** The rate limit service, where the mesh has one that the service's proxies know. */
function findServer({ values, services, report }: Context): { settings: RateLimitService; host: string } | undefined {
  const settings = values.rateLimitService as RateLimitService | undefined;
  if (settings === undefined) {
    const remedy = "add rateLimitService to the document of the mesh, or limit by local";
    report(["global"], "MESH0203", "global needs a rate limit service, and the mesh names none", remedy);
    return undefined;
  }
  const id = settings.service;
  const calls = values.calls as unknown[] | undefined;
  if (calls !== undefined && !calls.includes(id)) {
    const message = `global asks ${id}, which calls does not name, so the proxies do not know it`;
    report(["global"], "MESH0206", message, `add ${id} to calls`);
    return undefined;
  }
  const host = resolveRateLimitService(settings, services);
  // What is wrong with the address is said in the document of the mesh.
  return typeof host === "string" ? { settings, host } : undefined;
}
