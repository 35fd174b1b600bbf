import { toMap } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

const annotation = "gateway.networking.k8s.io/bundle-version";

// Source: MinimumCRDVersions in istio pkg/config/schema/gatewayapi.
const oldest: Readonly<Record<string, readonly [number, number, number]>> = {
  "backendtlspolicies.gateway.networking.k8s.io": [1, 4, 0],
  "grpcroutes.gateway.networking.k8s.io": [1, 1, 0],
  "tcproutes.gateway.networking.k8s.io": [1, 6, 0],
  "tlsroutes.gateway.networking.k8s.io": [1, 5, 0],
};

/** Source: istio pkg/config/analysis/analyzers/k8sgateway/crdversion.go. */
export const gatewayApiDefinitions: Rule = {
  name: "gateway-api-definitions",
  codes: ["IST0176"],
  reads: ["apiextensions.k8s.io/CustomResourceDefinition"],
  check: ({ list, report }) => {
    for (const object of list("apiextensions.k8s.io/CustomResourceDefinition")) {
      const { name, annotations } = object.manifest.metadata;
      const minimum = oldest[name];
      const given: unknown = toMap(annotations)[annotation];
      if (minimum === undefined || typeof given !== "string" || !isOlder(given, minimum)) continue;
      const [kinds] = name.split(".", 1);
      const message = `istiod reads ${kinds} from version ${minimum.join(".")} of the Gateway API on, and this is ${given}`;
      const remedy = `install the Gateway API ${minimum.join(".")} or later`;
      report(object, { code: "IST0176", path: ["metadata", "annotations", annotation], message, remedy });
    }
  },
};

/** A prerelease counts as what it comes before; what is not a version is not judged. */
function isOlder(version: string, minimum: readonly number[]): boolean {
  const parts = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?$/.exec(version);
  if (parts === null) return false;
  const numbers = parts.slice(1).map((part) => Number(part ?? 0));
  const differing = numbers.findIndex((number, index) => number !== minimum[index]);
  return differing !== -1 && (numbers[differing] ?? 0) < (minimum[differing] ?? 0);
}
