import { findPodPath, formatPods } from "../../names.js";
import { formatValue, toMap, toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import { workloadKinds } from "../../../mesh/objects.js";
import { isControlPlane } from "../../../mesh/injection.js";

/** Of the sidecar: its own traffic is not redirected to it. */
const proxyUser = 1337;

/** Source: istio pkg/config/analysis/analyzers/deployment/pod.go. */
export const applicationUid: Rule = {
  name: "application-uid",
  codes: ["IST0144"],
  reads: workloadKinds,
  check: ({ workloads, report }) => {
    for (const workload of workloads()) {
      if (isControlPlane(workload.object)) continue;
      const containers = toMaps(workload.podSpec.containers);
      const contexts = [
        { path: ["spec"], who: formatPods(workload), ...workload.podSpec },
        ...containers.map((container, index) => ({
          ...container,
          path: ["spec", "containers", index],
          who: `container ${formatValue(container.name)} of ${formatPods(workload)}`,
        })),
      ].filter((one) => !("name" in one && one.name === "istio-proxy"));
      for (const { path, who, ...one } of contexts) {
        if (toMap("securityContext" in one ? one.securityContext : undefined).runAsUser !== proxyUser) continue;
        const place = [...findPodPath(workload), ...path, "securityContext", "runAsUser"];
        const message = `user ${proxyUser}, which is the sidecar's, is the user of ${who}`;
        report(workload.object, { code: "IST0144", path: place, message });
      }
    }
  },
};
