import { z } from "zod";
import { findEgressGateway } from "../exposure/gateways.js";
import { defineKind } from "../kind.js";

/** The mode that Istio takes in the mesh configuration alone. Source: `validateSidecarOutboundTrafficPolicy` in pkg/config/validation. */
function explainMode({ input }: { input?: unknown }): string | undefined {
  if (input !== "ALLOW_ANY_DYNAMIC_DNS") return undefined;
  return "it is for the whole mesh alone: set `controlPlane.meshConfig.outboundTrafficPolicy.mode`";
}

export const egress = defineKind({
  key: "egress",
  summary:
    "Whether pods may reach hosts that the mesh does not know, and the gateway that calls to outside of the mesh go through.",
  source: "Istio: Sidecar, OutboundTrafficPolicy",
  schema: z.strictObject({
    mode: z.enum(["REGISTRY_ONLY", "ALLOW_ANY"], { error: explainMode }).meta({
      description: "REGISTRY_ONLY: a host that no `calls` names, and no object of the mesh, is not reached.",
    }),
    through: z.string().optional().meta({
      description: "The egress gateway of the calls that name none, by name or <namespace>/<name>.",
    }),
  }),
  documents: ["namespace", "mesh"],
  protocols: ["http", "grpc", "tcp"],
  example: "namespace: shop\negress: { mode: REGISTRY_ONLY, through: egress }\n",
  isTighter: (inner, outer) =>
    (inner.mode === "REGISTRY_ONLY" || outer.mode === "ALLOW_ANY") &&
    (outer.through === undefined || inner.through === outer.through),
  toObjects: ({ mode, through }, { namespace, mesh, report }) => {
    const gateway = through === undefined ? undefined : findEgressGateway(through, mesh);
    if (typeof gateway === "string") report(["through"], "MESH0203", gateway);
    const metadata = { name: "default", namespace };
    const spec = { egress: [{ hosts: ["*/*"] }], outboundTrafficPolicy: { mode } };
    return [{ apiVersion: "networking.istio.io/v1", kind: "Sidecar", metadata, spec }];
  },
});
