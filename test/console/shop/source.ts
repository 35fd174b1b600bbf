import type { StackSource } from "../../../src/console/planner.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { sourceOf } from "../memory.js";

/** The stack of the shop: one gateway, and whatever is declared. */
export function shopSource(manifests: readonly Manifest[]): StackSource {
  return sourceOf(manifests, {
    controlPlane: { profile: "minimal" },
    gateways: { public: { kind: "ingress", namespace: "ingress" } },
    namespaces: { shop: {}, ingress: {} },
  });
}
