import { createWorkloads } from "../../../mesh/workloads.js";
import { isExcluded } from "../../../mesh/mtls.js";
import { findPodPath, formatName } from "../../names.js";
import { formatValue, toMap, toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import { createServiceSelection } from "../../../mesh/selection.js";
import { findTargetPort } from "../../../mesh/ports.js";

/** Ports that annotations keep from the proxy, though Services lead callers there. */
export const excludedPorts: Rule = {
  name: "excluded-ports",
  codes: ["MESH0340"],
  reads: [],
  check: (context) => {
    const listServices = context.ask(createServiceSelection);
    for (const { workload, isInMesh } of context.ask(createWorkloads).select({})) {
      if (workload === undefined || isInMesh === false) continue;
      const annotations = toMap(workload.annotations);
      const [name] = ["excludeInboundPorts", "includeInboundPorts"]
        .map((one) => `traffic.sidecar.istio.io/${one}`)
        .filter((one) => annotations[one] !== undefined);
      if (name === undefined) continue;
      const led = listServices(workload).flatMap((service) =>
        toMaps(toMap(service.manifest.spec).ports).map((port) => ({ service, port })),
      );
      const past = led.filter(({ port }) => {
        const target = findTargetPort(port, workload);
        return target !== undefined && isExcluded(workload, target);
      });
      const [first] = past;
      if (first === undefined) continue;
      const port = `port ${formatValue(first.port.port)} of Service ${formatName(first.service)}`;
      const message = `${port} leads past the proxy, so no policy of the mesh counts there`;
      const path = [...findPodPath(workload), "metadata", "annotations", name];
      context.report(workload.object, { code: "MESH0340", path, message });
    }
  },
};
