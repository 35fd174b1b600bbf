import { createRouteCallers, formatGateway, isDelegate, isSeen } from "../../../mesh/route-callers.js";
import { toMap, toTexts } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

/** Source: `initVirtualServices` and `VirtualServicesForGateway` in istio pilot/pkg/model/push_context.go. */
export const virtualServiceExports: Rule = {
  name: "virtual-service-exports",
  codes: ["MESH0345"],
  reads: ["networking.istio.io/VirtualService"],
  check: (context) => {
    const { listGatewayNamespaces } = context.ask(createRouteCallers);
    for (const object of context.list("networking.istio.io/VirtualService")) {
      if (isDelegate(object)) continue;
      const { gateways, exportTo } = toMap(object.manifest.spec);
      const isNamed = toTexts(exportTo).length > 0;
      toTexts(gateways).forEach((name, index) => {
        if (name === "mesh") return;
        const gateway = formatGateway(name, object.namespace);
        const namespaces = listGatewayNamespaces(gateway);
        // Of several gateways with these labels one is enough.
        if (namespaces === undefined || namespaces.some((pods) => isSeen(object, pods, context))) return;
        const where = namespaces.join(", ");
        const why = isNamed ? "exportTo" : "defaultVirtualServiceExportTo of the mesh configuration";
        const message = `the pods of Gateway ${gateway} are in namespace ${where}, but ${why} does not export this to it`;
        const path = isNamed ? ["spec", "exportTo"] : ["spec", "gateways", index];
        const remedy = isNamed ? `add ${where} to exportTo` : `add exportTo with ${where}`;
        context.report(object, { code: "MESH0345", path, message, remedy });
      });
    }
  },
};
