import { readIdentity } from "../../mesh/identities.js";
import { isControlPlane, isGatewayPod } from "../../mesh/injection.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { matchesPolicySelector } from "../../mesh/selectors.js";
import { createWorkloads, type MeshWorkload } from "../../mesh/workloads.js";
import { toMap, toMaps } from "../../text/read.js";
import { createSidecarChoice } from "../client/sidecar-choice.js";
import type { Caller } from "../request.js";

/** A caller in the mesh, or several that no rule can tell apart by what they are. */
export interface ProbeCaller {
  /** How people call them, `shop/web`. */
  names: readonly string[];
  namespace: string;
  /** Empty for a plain pod. */
  account: string;
  /** Undefined for a plain pod. */
  workload?: MeshWorkload;
  /** The Sidecar that says what it reaches; undefined where it has none. */
  sidecar?: AnalyzedObject;
}

/** A pod that no object makes is in this namespace. */
const plainNamespace = "default";

/**
 * Who calls services: one for each namespace, service account, proxy and Sidecar, and a plain pod. Labels tell callers apart only where a
 * route asks for some.
 */
export function listCallers(reader: MeshReader): readonly ProbeCaller[] {
  const chooseSidecar = reader.ask(createSidecarChoice);
  const selectors = listSourceLabels(reader);
  const groups = new Map<string, { workload: MeshWorkload; sidecar?: AnalyzedObject; names: string[] }>();
  for (const workload of reader.ask(createWorkloads).select({})) {
    if (!sendsRequests(workload)) continue;
    const sidecar = workload.hasSidecar ? chooseSidecar(workload)[0] : undefined;
    const labels = selectors.map((selector) => (matchesPolicySelector(selector, workload.labels) ? "1" : "0")).join("");
    const id = [workload.namespace, readIdentity(workload)?.account, labels].join("/");
    const key = `${id}/${describeProxy(workload)}/${sidecar?.manifest.metadata.name ?? ""}`;
    const name = `${workload.namespace}/${workload.object.manifest.metadata.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { workload, sidecar, names: [name] });
    else group.names.push(name);
  }
  const callers = [...groups.values()].map(({ workload, sidecar, names }): ProbeCaller => {
    const account = readIdentity(workload)?.account ?? "";
    return { names: [...new Set(names)].sort(), namespace: workload.namespace, account, workload, sidecar };
  });
  return [{ names: ["a plain pod"], namespace: plainNamespace, account: "" }, ...callers];
}

/** The caller as a request has it. */
export function toRequestCaller({ workload, namespace }: ProbeCaller): Caller {
  return workload === undefined ? { kind: "plain", namespace } : { kind: "workload", workload };
}

/** What takes a caller's connections. */
export function describeProxy(workload: MeshWorkload | undefined): string {
  if (workload === undefined) return "none";
  if (workload.hasSidecar) return "sidecar";
  return workload.isInMesh === undefined ? "unknown" : workload.isInMesh ? "node" : "none";
}

/** Gateways send on what others send; machines are reached, and seldom call. */
function sendsRequests({ workload, object }: MeshWorkload): boolean {
  return workload !== undefined && !object.isAssumed && !isGatewayPod(workload) && !isControlPlane(object);
}

/** The labels of callers that matches of VirtualServices ask for, each selector once. */
function listSourceLabels({ list }: MeshReader): Record<string, unknown>[] {
  const selectors = new Map<string, Record<string, unknown>>();
  for (const { manifest } of list("networking.istio.io/VirtualService")) {
    for (const { match } of toMaps(toMap(manifest.spec).http)) {
      for (const { sourceLabels } of toMaps(match)) {
        if (sourceLabels !== undefined) selectors.set(JSON.stringify(sourceLabels), toMap(sourceLabels));
      }
    }
  }
  return [...selectors.values()];
}
