import { z } from "zod";
import { formatClosest } from "../../text/closest.js";
import { defineKind, type Context } from "../kind.js";
import { accessLog, metrics, renderAccessLog, renderMetrics, renderTracing, tracing } from "../telemetry-parts.js";

const schema = z
  .strictObject({ accessLog: accessLog.optional(), tracing: tracing.optional(), metrics: metrics.optional() })
  .refine((value) => Object.keys(value).length > 0, "name accessLog, tracing or metrics");

/** Extension providers that Istio has of its own: DefaultMeshConfig in its pkg/config/mesh. */
const ownProviders = ["prometheus", "stackdriver", "envoy"];

export const telemetry = defineKind({
  key: "telemetry",
  summary:
    "What proxies log, which share of requests they trace and with which tags, and which metrics they count. If one of the three is missing, the namespace or mesh decides.",
  source: "Istio: Telemetry",
  schema,
  documents: ["service", "namespace", "mesh"],
  protocols: ["http", "grpc", "tcp"],
  example: `service: shop/reviews
telemetry:
  accessLog: { filter: response.code >= 400 }
  tracing: { sampling: 10, tags: { user: { header: x-user, defaultValue: none } } }
  metrics:
    overrides:
      - { match: { metric: REQUEST_COUNT }, tagOverrides: { path: { value: request.path } } }
`,
  toObjects: (value, context) => {
    const { namespace, service } = context;
    if (service !== undefined && service.selector === undefined) {
      const message = `the pods of ${namespace}/${service.name} are not known, and telemetry is for them alone`;
      context.report([], "MESH0207", message);
      return [];
    }
    checkProviders(value, context);
    // Istio takes one object without selector in a namespace; those of the root namespace are the whole mesh's.
    const metadata = { name: service?.name ?? "default", namespace };
    const spec = {
      ...(service === undefined ? {} : { selector: { matchLabels: service.selector } }),
      ...(value.accessLog === undefined ? {} : { accessLogging: [renderAccessLog(value.accessLog)] }),
      ...(value.tracing === undefined ? {} : { tracing: [renderTracing(value.tracing)] }),
      ...(value.metrics === undefined ? {} : { metrics: [renderMetrics(value.metrics)] }),
    };
    return [{ apiVersion: "telemetry.istio.io/v1", kind: "Telemetry", metadata, spec }];
  },
});

function checkProviders(value: z.output<typeof schema>, { mesh, report }: Context): void {
  if (mesh.extensionProviders === undefined) return;
  const known = [...mesh.extensionProviders, ...ownProviders];
  for (const part of ["accessLog", "tracing", "metrics"] as const) {
    value[part]?.providers?.forEach((name, index) => {
      if (known.includes(name)) return;
      const message = `the mesh has no extension provider ${name}${formatClosest(name, known)}`;
      report([part, "providers", index], "MESH0203", message, `add it to meshConfig.extensionProviders`);
    });
  }
}
