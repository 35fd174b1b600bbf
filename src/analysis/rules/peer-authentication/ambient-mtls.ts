import { isGatewayPod } from "../../../mesh/injection.js";
import { createWorkloads } from "../../../mesh/workloads.js";
import { readMtlsSelector } from "../../../mesh/mtls.js";
import { formatName } from "../../names.js";
import { toMap } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import type { ValuePath } from "../../../findings/place.js";

/**
 * The mode DISABLE for pods without sidecars, whose node's proxy knows STRICT alone and what is not.
 * Source: `convertPeerAuthentication` in istio pilot/pkg/serviceregistry/ambient/authorization.go.
 */
export const ambientMtls: Rule = {
  name: "ambient-mtls",
  codes: ["MESH0367"],
  reads: ["security.istio.io/PeerAuthentication"],
  check: (context) => {
    const workloads = context.ask(createWorkloads);
    for (const object of context.list("security.istio.io/PeerAuthentication")) {
      const [path] = listDisabled(object);
      if (path === undefined) continue;
      const namespace = object.namespace === context.mesh.rootNamespace ? undefined : object.namespace;
      const ambient = workloads
        .select(readMtlsSelector(object), namespace)
        .find(
          (workload) =>
            workload.workload !== undefined &&
            workload.isInMesh === true &&
            !isGatewayPod(workload.workload) &&
            !workload.hasSidecar,
        );
      if (ambient === undefined) continue;
      const pods = `${ambient.object.manifest.kind} ${formatName(ambient.object)}`;
      const message = `${pods} is ambient, where DISABLE is PERMISSIVE: mutual TLS goes on being taken`;
      context.report(object, { code: "MESH0367", path, message });
    }
  },
};

function listDisabled({ manifest }: AnalyzedObject): ValuePath[] {
  const { mtls, portLevelMtls } = toMap(manifest.spec);
  const ofPorts = Object.entries(toMap(portLevelMtls)).filter(([, one]) => toMap(one).mode === "DISABLE");
  return [
    ...(toMap(mtls).mode === "DISABLE" ? [["spec", "mtls", "mode"]] : []),
    ...ofPorts.map(([port]) => ["spec", "portLevelMtls", port, "mode"]),
  ];
}
