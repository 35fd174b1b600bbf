import { isGatewayPod } from "../../mesh/injection.js";
import type { MeshReader } from "../../mesh/objects.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { toMap, toText } from "../../text/read.js";
import { createStep, type Step } from "../answer.js";
import { formatWorkload } from "../format-object.js";
import { findForeignFilter } from "../proxy-filters.js";
import type { MeshRequest } from "../request.js";

/** What takes the connections that pods open. */
export type CallerProxy =
  | { kind: "sidecar"; steps: readonly Step[] }
  /** They go out as the application opens them. */
  | { kind: "none"; steps: readonly Step[] }
  | { kind: "unknown"; reason: string; steps: readonly Step[] };

/** Whether a request of pods goes to their sidecar. */
export function findCallerProxy(reader: MeshReader, request: MeshRequest, workload: MeshWorkload): CallerProxy {
  const { object, namespace } = workload;
  const name = formatWorkload(workload);
  if (workload.isInMesh === undefined) {
    return unknown(`the Namespace ${namespace} is not declared, so it is not known whether ${name} has a proxy`);
  }
  if (workload.isInMesh === false) {
    return { kind: "none", steps: [createStep("caller", `${name} has no proxy`, object, ["metadata"])] };
  }
  if (workload.workload === undefined) return unknown(`what the proxy of ${name} does is not simulated`);
  if (isGatewayPod(workload.workload)) return unknown(`${name} is a gateway, which opens no connections by itself`);
  if (!workload.hasSidecar) return unknown(`${name} is in the mesh by the ambient mode, which is not simulated`);
  const capture = findCapture(request, workload);
  if (capture?.kind === "unknown") return unknown(capture.reason);
  if (capture !== undefined) return { kind: "none", steps: [describe(capture.reason, workload, capture.annotation)] };
  const filter = findForeignFilter(reader, workload, "outbound");
  return filter === undefined ? { kind: "sidecar", steps: [] } : { kind: "unknown", ...filter };
}

function unknown(reason: string): CallerProxy {
  return { kind: "unknown", reason, steps: [] };
}

function describe(reason: string, { object }: MeshWorkload, annotation: string): Step {
  const at = object.manifest.kind === "Pod" ? [] : ["spec", "template"];
  return createStep("caller", reason, object, [...at, "metadata", "annotations", annotation]);
}

const prefix = "traffic.sidecar.istio.io/";

/**
 * What keeps a connection from the sidecar; undefined where it gets it.
 * Source: `traffic.sidecar.istio.io` in https://istio.io/latest/docs/reference/config/annotations/
 */
function findCapture(
  { port }: MeshRequest,
  { workload }: MeshWorkload,
): { kind: "none"; reason: string; annotation: string } | { kind: "unknown"; reason: string } | undefined {
  const given = toMap(workload?.annotations);
  const read = (name: string) => given[prefix + name] as unknown;
  const list = (name: string) =>
    toText(read(name))
      .split(",")
      .flatMap((one) => one.trim() || []);
  const none = (name: string, reason: string) => ({ kind: "none" as const, reason, annotation: prefix + name });
  if (given["sidecar.istio.io/interceptionMode"] === "NONE") {
    return {
      kind: "unknown",
      reason: "the pods' interception mode is NONE, so that the application chooses what it calls",
    };
  }
  if (list("excludeOutboundPorts").includes(String(port))) {
    return none("excludeOutboundPorts", `an annotation keeps port ${port} from the sidecar`);
  }
  const isListed = list("includeOutboundPorts").includes(String(port));
  const ranges = read("includeOutboundIPRanges");
  if (isListed) return undefined;
  if (ranges === "") return none("includeOutboundIPRanges", "an annotation keeps all addresses from the sidecar");
  const isAll = ranges === undefined || list("includeOutboundIPRanges").includes("*");
  if (isAll && list("excludeOutboundIPRanges").length === 0) return undefined;
  return {
    kind: "unknown",
    reason: "annotations tell the sidecar's connections by addresses, which objects do not say",
  };
}
