import { z } from "zod";
import { escapeAll, renderAnswerFilter, renderClusterFilter } from "../routes/fallback-filter.js";
import { headerTexts } from "../routes/header-name.js";
import { defineKind, type HttpRoute, type ServiceContext } from "../kind.js";

const respond = z.strictObject({
  status: z.int().min(200).max(599),
  body: z.string().optional(),
  headers: headerTexts.optional().meta({ description: "content-type, for example." }),
});

const redirect = z
  .strictObject({
    uri: z.string().optional().meta({ description: "Path and query.", default: "those of the request" }),
    authority: z.string().optional().meta({ description: "Host.", default: "that of the request" }),
    scheme: z.enum(["http", "https"]).optional(),
    redirectCode: z.literal([301, 302, 303, 307, 308]).optional().meta({ default: 302 }),
  })
  .refine(
    ({ uri, authority, scheme }) => (uri ?? authority ?? scheme) !== undefined,
    "name at least one of uri, authority and scheme",
  );

const schema = z
  .strictObject({
    to: z.string().optional().meta({ description: "Version, or <namespace>/<service>." }),
    respond: respond.optional().meta({ description: "An answer of the caller's proxy." }),
    redirect: redirect.optional(),
    when: z.enum(["unhealthy", "always"]).optional().meta({
      description:
        "`always` switches the service off by hand; `unhealthy` is for callers with a sidecar, not for gateways.",
      default: "unhealthy",
    }),
  })
  .refine(
    (value) => [value.to, value.respond, value.redirect].filter((one) => one !== undefined).length === 1,
    "name one of to, respond and redirect",
  );

/** What callers get instead, as a document says it. */
export type Fallback = z.infer<typeof schema>;

export const fallback = defineKind({
  key: "fallback",
  summary:
    "What callers get when a service is unhealthy or switched off: another version or service, a fixed response, or a redirect. A service is unhealthy if it has no ready pod, or if outlierDetection has ejected its pods. Below 72 % of healthy pods, a share of the requests goes there. With respond and redirect, a service that refuses connections is also unhealthy. Its own errors are passed on; outlierDetection counts them.",
  source: "Istio: VirtualService, and EnvoyFilter with Envoy's aggregate cluster and local replies",
  schema,
  documents: ["service"],
  protocols: ["http", "grpc"],
  example: `service: shop/reviews
fallback:
  respond: { status: 200, body: "[]", headers: { content-type: application/json } }
outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: 100 }
`,
  toRoutes: (value, route, context) => {
    if (value.respond !== undefined || value.redirect !== undefined) checkGrpc(context);
    return value.when === "always" ? [replace(value, route, context)] : [route];
  },
  toRouteObjects: (value, routes, context) => {
    if (value.when === "always") return [];
    const { service, values, report } = context;
    if (service.ports.length === 0) {
      report([], "MESH0211", `the ports of ${service.namespace}/${service.name} are not known`);
      return [];
    }
    if (values.expose !== undefined) {
      const message = "gateways have no fallback while the service is unhealthy, only callers in the mesh have";
      report([], "MESH0209", message, "expect errors there, or switch it off by when: always");
    }
    if (values.outlierDetection === undefined) {
      const message = "without outlierDetection a service is unhealthy only where it has no ready pod";
      report([], "MESH0209", message, "add outlierDetection, so that pods that fail count too");
    }
    return value.to === undefined
      ? [renderAnswerFilter(value, routes, context)]
      : renderClusterFilter(value.to, routes, context);
  },
});

/** The route while the service is switched off. */
function replace({ to, ...answer }: Fallback, route: HttpRoute, { resolve }: ServiceContext): HttpRoute {
  if (to !== undefined) {
    const destination = resolve(to, ["to"]);
    return destination === undefined ? route : { ...route, route: [{ destination }] };
  }
  const { name, match, corsPolicy } = route;
  const kept = Object.fromEntries(
    Object.entries({ name, match, corsPolicy }).filter(([, value]) => value !== undefined),
  );
  if (answer.redirect !== undefined) return { ...kept, redirect: { redirectCode: 302, ...answer.redirect } };
  const { status = 200, body, headers } = answer.respond ?? {};
  return {
    ...kept,
    directResponse: { status, ...(body === undefined ? {} : { body: { string: body } }) },
    ...(headers === undefined ? {} : { headers: { response: { set: escapeAll(headers) } } }),
  };
}

function checkGrpc({ service: { namespace, name, ports }, report }: ServiceContext): void {
  if (ports.length === 0 || ports.some(({ protocol }) => protocol === "http" || protocol === "auto")) return;
  const message = `respond and redirect answer HTTP, and service ${namespace}/${name} has only gRPC`;
  report([], "MESH0204", message, "name another service or version by to");
}
