import { formatClosest } from "../../../text/closest.js";
import { isControlPlane } from "../../../mesh/injection.js";
import { formatValue, toMap, toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

/** Source: istio pkg/config/protocol/instance.go. */
const protocols = [
  "grpc",
  "grpc-web",
  "http",
  "http_proxy",
  "http2",
  "https",
  "mongo",
  "mysql",
  "redis",
  "tcp",
  "tls",
  "udp",
];

/** Names of Kubernetes for `appProtocol`. Source: istio pkg/config/kube/conversion.go. */
const standardNames = new Set(["kubernetes.io/h2c", "kubernetes.io/ws", "kubernetes.io/wss"]);

/** SMTP, DNS, MySQL and MongoDB: here the server speaks first, so Istio takes them for TCP rather than guess. */
const serverFirstPorts = new Set<unknown>([25, 53, 3306, 27017]);

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
function describePort({ port, name, protocol, appProtocol }: Record<string, unknown>): string | undefined {
  if ((protocol ?? "TCP") !== "TCP" || serverFirstPorts.has(port)) return undefined;
  const given = appProtocol ?? name;
  if (given === undefined || given === null) return `port ${formatValue(port)} has neither a name nor an appProtocol`;
  if (typeof given !== "string" || standardNames.has(given)) return undefined;
  const word = given.toLowerCase();
  const [prefix = ""] = word.split("-");
  if (word.startsWith("grpc-web") || protocols.includes(prefix)) return undefined;
  const what = appProtocol === undefined ? `is named "${given}"` : `has appProtocol "${given}"`;
  const known = `known are ${protocols.join(", ")}`;
  return `port ${formatValue(port)} ${what}, which names no protocol${formatClosest(prefix, protocols)}; ${known}`;
}
