import { z } from "zod";
import { defineKind, type Context } from "../kind.js";
import { findSelector } from "../service/selector.js";
import { resolveTargetPorts } from "../access/target-ports.js";

// From the loosest to the tightest.
const modes = ["DISABLE", "PERMISSIVE", "STRICT"] as const;
const mode = z.enum(modes);

const schema = z.strictObject({
  mode: mode.meta({
    description:
      "STRICT refuses plain text, PERMISSIVE accepts both, DISABLE accepts only plain text. Callers' sidecars adapt by themselves.",
  }),
  ports: z
    .record(z.string().regex(/^[1-9]\d{0,4}$/, "it must be a port of the service, as in 9090"), mode)
    .refine((value) => Object.keys(value).length > 0, "name at least one port")
    .optional()
    .meta({ description: "Ports of the Service that differ; in a service's own document alone." }),
});

type Mtls = z.infer<typeof schema>;

export const mtls = defineKind({
  key: "mtls",
  summary: "Whether callers must use mutual TLS, for all ports or for single ones.",
  source: "Istio: PeerAuthentication",
  schema,
  documents: ["service", "namespace", "mesh"],
  protocols: ["http", "grpc", "tcp"],
  example: "service: shop/mixed\nmtls:\n  mode: STRICT\n  ports: { 6379: PERMISSIVE }\n",
  isTighter: (inner, outer) =>
    [inner.mode, ...Object.values(inner.ports ?? {})].every((one) => modes.indexOf(one) >= modes.indexOf(outer.mode)),
  toObjects: (value, context) => {
    const { service, namespace, mesh, report } = context;
    if (service === undefined) {
      const message = "ports are those of one service, and this document is about many";
      if (value.ports !== undefined) report(["ports"], "MESH0206", message, "set them in the service's own document");
      return [render("default", namespace, { mtls: { mode: value.mode } })];
    }
    if (namespace === mesh.rootNamespace) {
      // composePeerAuthentication in Istio's pilot/pkg/security/authn passes over these.
      const message = `Istio ignores mtls of a single service in the root namespace ${namespace}`;
      report([], "MESH0209", message, "set it for the mesh, or move the service");
      return [];
    }
    const selector = findSelector("mtls", service, context);
    if (selector === undefined) return [];
    const spec = {
      selector,
      mtls: { mode: value.mode },
      ...computePortLevel(value, context),
    };
    return [render(service.name, namespace, spec)];
  },
});

function computePortLevel({ ports = {} }: Mtls, { service, report }: Context): object {
  if (service === undefined) return {};
  const entries = Object.entries(ports).flatMap(([number, one]) =>
    resolveTargetPorts(Number(number), service, ["ports", number], report).map((target) => [target, { mode: one }]),
  );
  return entries.length === 0 ? {} : { portLevelMtls: Object.fromEntries(entries) as object };
}

function render(name: string, namespace: string, spec: object) {
  return { apiVersion: "security.istio.io/v1", kind: "PeerAuthentication", metadata: { name, namespace }, spec };
}
