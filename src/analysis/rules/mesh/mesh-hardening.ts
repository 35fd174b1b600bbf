import { createCoverage, isAllowing } from "../../access-coverage.js";
import { isGatewayPod } from "../../../mesh/injection.js";
import { createWorkloads } from "../../../mesh/workloads.js";
import { createMtls } from "../../../mesh/mtls.js";
import { formatName } from "../../names.js";
import { toMap } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { formatLabels } from "../../../mesh/selectors.js";

/**
 * What a mesh leaves open as a whole, each said once, and only where its configuration is known: what is not declared may well be there.
 * Source: https://istio.io/latest/docs/ops/best-practices/security/.
 */
export const meshHardening: Rule = {
  name: "mesh-hardening",
  codes: ["MESH0328", "MESH0329", "MESH0331"],
  reads: ["security.istio.io/AuthorizationPolicy", "networking.istio.io/Sidecar"],
  check: (context) => {
    const { mesh, list, report } = context;
    if (Object.keys(mesh.config).length === 0) return;
    const workloads = context.ask(createWorkloads);
    const mtls = context.ask(createMtls);
    const pods = workloads
      .select({})
      .filter(({ workload, isInMesh }) => workload !== undefined && isInMesh !== false && !isGatewayPod(workload));
    const plain = pods.find((workload) => mtls.find(workload)?.mode !== "STRICT");
    if (plain !== undefined) {
      const message = `not all pods take mutual TLS alone: those of ${formatName(plain.object)} take plain text too`;
      report(undefined, { code: "MESH0328", path: [], message });
    }
    const { isCovered } = createCoverage(context, workloads, isAllowing);
    const open = pods.find((workload) => !isCovered(workload));
    if (open !== undefined) {
      const message = `not all pods deny by default: those of ${formatName(open.object)} let in every caller`;
      report(undefined, { code: "MESH0329", path: [], message });
    }
    const byDefault = list("networking.istio.io/Sidecar").filter(({ namespace }) => namespace === mesh.rootNamespace);
    if (pods.length === 0 || [mesh.config, ...byDefault.map(readWhole)].some(isClosed)) return;
    const message = "pods may call every host outside of the mesh, known or not";
    report(undefined, { code: "MESH0331", path: [], message });
  },
};

function readWhole({ manifest }: AnalyzedObject): Record<string, any> {
  const spec = toMap(manifest.spec);
  return formatLabels(toMap(toMap(spec.workloadSelector).labels)) === "" ? spec : {};
}

/** The first of a Sidecar's modes is the closed one, which an empty one stands for. */
function isClosed({ outboundTrafficPolicy }: Record<string, any>): boolean {
  return toMap(outboundTrafficPolicy).mode === "REGISTRY_ONLY";
}
