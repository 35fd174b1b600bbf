import { formatClosest } from "../text/closest.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { Problem } from "../findings/problem.js";
import { createValueProblem } from "./schemas/walk.js";

const all = ["v1", "v1beta1", "v1alpha3"];
const stable = ["v1", "v1beta1"];

/** Group -> kind -> versions, as Istio's base chart has them: `files/crd-all.gen.yaml`. */
export const istioKinds: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "extensions.istio.io": { TrafficExtension: ["v1alpha1"], WasmPlugin: ["v1alpha1"] },
  "networking.istio.io": {
    DestinationRule: all,
    EnvoyFilter: ["v1alpha3"],
    Gateway: all,
    ProxyConfig: ["v1beta1"],
    ServiceEntry: all,
    Sidecar: all,
    VirtualService: all,
    WorkloadEntry: all,
    WorkloadGroup: all,
  },
  "security.istio.io": { AuthorizationPolicy: stable, PeerAuthentication: stable, RequestAuthentication: stable },
  "telemetry.istio.io": { Telemetry: ["v1", "v1alpha1"] },
};

/** What is wrong with the kind or version of an object of one of Istio's groups, where no definition says which there are. */
export function findKindProblems({ apiVersion, kind }: Manifest): Problem[] {
  const [group = "", version = ""] = apiVersion.split("/");
  const kinds = istioKinds[group];
  if (kinds === undefined) return [];
  const versions = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (versions === undefined) {
    const known = Object.keys(kinds);
    const message = `is "${kind}", which ${group} does not have${formatClosest(kind, known)}; it has ${known.join(", ")}`;
    return [createValueProblem(["kind"], message)];
  }
  if (versions.includes(version)) return [];
  const message = `is "${apiVersion}", and ${kind} has no version ${version}${formatClosest(version, versions)}; it has ${versions.join(", ")}`;
  return [createValueProblem(["apiVersion"], message)];
}
