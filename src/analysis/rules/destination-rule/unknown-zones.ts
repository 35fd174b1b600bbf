import { createProblem } from "../../../findings/problem.js";
import { toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import { workloadKinds } from "../../../mesh/objects.js";
import { listTrafficPolicies } from "../../traffic-policies.js";

/** Variable of a proxy that makes it look up all pods of its own workload. Source: pkg/model/proxy.go of Istio. */
const variable = "ISTIO_META_ENABLE_SELF_DISCOVERY";
const annotation = "proxy.istio.io/config";

/** Envoy balances by zones only where it knows the zones of all proxies like itself. Source: change notes of Istio 1.31. */
export const unknownZones: Rule = {
  name: "unknown-zones",
  codes: ["MESH0273"],
  reads: ["networking.istio.io/DestinationRule", "networking.istio.io/ProxyConfig", ...workloadKinds],
  check: (context) => {
    const { config, istiod } = context.mesh;
    // Of a mesh whose configuration is not known, that of its proxies is not known either. Istio's own says nothing of it.
    const isKnown = istiod !== undefined || Object.keys(config).length > 0;
    if (!isKnown || isSaidAnywhere(context)) return;
    const message = `zoneAwareLbSetting keeps requests in their region alone, and in no zone, since no proxy has ${variable}`;
    if (isOn(config.zoneAwareLbSetting)) {
      const ofMesh = createProblem(["zoneAwareLbSetting"], "MESH0273", `in the mesh configuration ${message}`);
      context.report(undefined, ofMesh, context.mesh.locateConfig);
    }
    for (const object of context.list("networking.istio.io/DestinationRule")) {
      for (const { policy, path } of listTrafficPolicies(object)) {
        if (!isOn(toMap(policy.loadBalancer).zoneAwareLbSetting)) continue;
        context.report(object, { code: "MESH0273", path: [...path, "loadBalancer", "zoneAwareLbSetting"], message });
      }
    }
  },
};

function isOn(setting: unknown): boolean {
  return setting !== undefined && setting !== null && toMap(setting).enabled !== false;
}

/** In the mesh configuration, a ProxyConfig or the annotation of any pods: who writes it for some knows what it is for. */
function isSaidAnywhere({ mesh, list, workloads }: RuleContext): boolean {
  const ofMesh = toMap(toMap(mesh.config.defaultConfig).proxyMetadata)[variable];
  return (
    String(ofMesh) === "true" ||
    list("networking.istio.io/ProxyConfig").some(
      ({ manifest }) => toMap(toMap(manifest.spec).environmentVariables)[variable] !== undefined,
    ) ||
    workloads().some(({ annotations, podSpec }) => {
      const containers = [...toMaps(podSpec.containers), ...toMaps(podSpec.initContainers)];
      const isOfContainer = containers.some(({ env }) => toMaps(env).some(({ name }) => name === variable));
      return isOfContainer || String(toMap(annotations)[annotation] ?? "").includes(variable);
    })
  );
}
