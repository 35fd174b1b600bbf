import { checkCalls, findPortPolicy, type Call } from "../../destination-calls.js";
import { formatName } from "../../names.js";
import type { Problem } from "../../../findings/problem.js";
import type { Rule } from "../../rule.js";

/**
 * Calls by mutual TLS to pods whose proxies are told to take none: they answer nobody. Kiali asks for the DestinationRules that turn it off
 * (business/checkers/peerauthentications/disabled_*), which only those need that others turn it on for.
 */
export const disabledMtls: Rule = {
  name: "disabled-mtls",
  codes: ["KIA0505", "KIA0506"],
  reads: ["Service", "networking.istio.io/DestinationRule"],
  check: (context) => checkCalls(context, (call) => findProblem(call, context.mesh.rootNamespace)),
};

function findProblem(call: Call, rootNamespace: string): Pick<Problem, "code" | "message"> | undefined {
  if (call.tls.mode !== "ISTIO_MUTUAL") return undefined;
  const found = findPortPolicy(call, call.mtls.findDisabling);
  if (found === undefined) return undefined;
  const { policy, port } = found;
  const pods = `the pods of ${formatName(call.service)} take none at port ${port}`;
  const message = `calls use mutual TLS, but ${pods}, by PeerAuthentication ${formatName(policy)}`;
  return { code: policy.namespace === rootNamespace ? "KIA0506" : "KIA0505", message };
}
