import {
  findEarlyGatewayApiFields,
  findEarlyIstioFields,
  findIdleIstioFields,
  type EarlyField,
} from "../../../istio/versions/field-versions.js";
import type { Problem } from "../../../findings/problem.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import type { Rule, RuleContext } from "../../rule.js";

/**
 * What objects have and the versions of their mesh do not. The definitions would drop the field in silence, or refuse the object.
 * Source: the definitions of each version, in src/istio/versions/field-versions-data.ts.
 */
export const earlyFields: Rule = {
  name: "early-fields",
  codes: ["MESH0270", "MESH0271", "MESH0274"],
  reads: ["apiextensions.k8s.io/CustomResourceDefinition"],
  check: (context) => {
    const { istiod, gatewayApi } = context.mesh;
    if (istiod !== undefined) checkIstio(context, istiod.version);
    if (gatewayApi === undefined) return;
    const { version, channel } = gatewayApi;
    for (const object of context.listAll()) {
      for (const field of findEarlyGatewayApiFields(object.manifest, gatewayApi)) {
        const { since } = field;
        const what = `is not in the channel ${channel} of the Gateway API ${version}`;
        const remedy =
          since === undefined
            ? "install the experimental channel, or remove it"
            : `install the Gateway API ${since} or later, or remove it`;
        context.report(object, { ...describe(object, field, what), code: "MESH0271", remedy });
      }
    }
  },
};

function checkIstio(context: RuleContext, version: string): void {
  for (const object of context.listAll()) {
    const say = (code: "MESH0270" | "MESH0274", field: EarlyField, what: string) => {
      const { since = "" } = field;
      const said = describe(object, field, `${what} Istio ${since}, and the mesh has ${version}`);
      context.report(object, { ...said, code, remedy: `upgrade to Istio ${since} or later, or remove it` });
    };
    for (const field of findEarlyIstioFields(object.manifest, version)) say("MESH0270", field, "needs");
    for (const field of findIdleIstioFields(object.manifest, version)) {
      say("MESH0274", field, "does nothing in sidecars before");
    }
  }
}

function describe({ manifest }: AnalyzedObject, { path, value }: EarlyField, what: string): Omit<Problem, "code"> {
  if (path[0] === "kind") return { path, message: `the kind ${manifest.kind} ${what}` };
  return { path, subject: path, message: value === undefined ? what : `is ${value}, which ${what}` };
}
