import { formatClosest } from "../../../text/closest.js";
import { isControlPlane } from "../../../mesh/injection.js";
import { protocols, readPortProtocol } from "../../../mesh/protocols.js";
import { formatValue, toMap, toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

const words = protocols.map((protocol) => protocol.toLowerCase());

const managedGateways = new Set<unknown>([
  "istio.io-gateway-controller",
  "istio.io-mesh-controller",
  "istio.io-eastwest-controller",
]);

/** Source: istio pkg/config/analysis/analyzers/service/portname.go. */
export const portNames: Rule = {
  name: "port-names",
  codes: ["IST0118", "IST0150"],
  reads: ["Service"],
  check: ({ list, report }) => {
    for (const object of list("Service")) {
      const { metadata, spec } = object.manifest;
      const isManaged = managedGateways.has(toMap(metadata.labels)["gateway.istio.io/managed"]);
      if (isControlPlane(object) || isManaged) continue;
      const isExternal = toMap(spec).type === "ExternalName";
      toMaps(toMap(spec).ports).forEach((port, index) => {
        const problem = describePort(port);
        const isTcp = isExternal && port.name === "tcp";
        if (problem === undefined && !isTcp) return;
        const path = ["spec", "ports", index, port.appProtocol !== undefined && !isTcp ? "appProtocol" : "name"];
        const code = isExternal ? "IST0150" : "IST0118";
        report(object, { code, path, message: problem ?? `port ${formatValue(port.port)} of an ExternalName is TCP` });
      });
    }
  },
};

/** How a port fails to say its protocol; undefined where it says it. */
function describePort(given: Record<string, unknown>): string | undefined {
  if (readPortProtocol(given) !== undefined) return undefined;
  const { port, name, appProtocol } = given;
  const word = appProtocol ?? name;
  if (word === undefined || word === null) return `port ${formatValue(port)} has neither a name nor an appProtocol`;
  if (typeof word !== "string") return undefined;
  const what = appProtocol === undefined ? `is named "${word}"` : `has appProtocol "${word}"`;
  const closest = formatClosest(word.toLowerCase().split("-", 1)[0] ?? "", words);
  return `port ${formatValue(port)} ${what}, which names no protocol${closest}; known are ${words.join(", ")}`;
}
