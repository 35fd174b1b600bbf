import { checkCalls, findPortPolicy, type Call } from "../../destination-calls.js";
import { formatName } from "../../names.js";
import type { Problem } from "../../../findings/problem.js";
import type { Rule } from "../../rule.js";

/**
 * What callers do by a DestinationRule, beside what the called pods take. Kiali looks at rules for whole namespaces
 * (business/checkers/destinationrules/disabled_*); here the settings of single hosts, ports and subsets count too.
 */
export const destinationMtls: Rule = {
  name: "destination-mtls",
  codes: ["KIA0207", "KIA0208", "MESH0335"],
  reads: ["Service", "networking.istio.io/DestinationRule"],
  check: (context) => checkCalls(context, (call) => findProblem(call, context.mesh.rootNamespace)),
};

function findProblem(call: Call, rootNamespace: string): Pick<Problem, "code" | "message"> | undefined {
  const { service, called, tls, mtls } = call;
  const name = formatName(service);
  if (tls.mode === "ISTIO_MUTUAL") {
    if (called.length === 0 || called.some(({ isInMesh }) => isInMesh !== false)) return undefined;
    const message = `the pods of ${name} have no proxy, so they cannot take the mutual TLS that calls to them use`;
    return { code: "MESH0335", message };
  }
  if (tls.mode !== "DISABLE" && tls.mode !== "SIMPLE") return undefined;
  const found = findPortPolicy(call, mtls.findStrict);
  if (found === undefined) return undefined;
  const { policy, port } = found;
  const how = tls.mode === "DISABLE" ? "plain text" : "TLS without the mesh's certificates";
  const message = `calls use ${how}, but the pods of ${name} take mutual TLS alone at port ${port}, by PeerAuthentication ${formatName(policy)}`;
  return { code: policy.namespace === rootNamespace ? "KIA0208" : "KIA0207", message };
}
