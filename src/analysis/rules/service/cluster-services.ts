import { isDeepStrictEqual } from "node:util";
import type { Manifest } from "../../../kubernetes/manifest.js";
import { toMap, toMaps } from "../../../text/read.js";
import { formatName } from "../../names.js";
import type { Rule } from "../../rule.js";

/**
 * A Service of several clusters is one to the mesh. Source: istio pkg/config/analysis/analyzers/multicluster/service.go; ports of the nodes, which
 * each cluster chooses by itself, are not compared.
 */
export const clusterServices: Rule = {
  name: "cluster-services",
  codes: ["IST0170"],
  reads: ["Service"],
  check: ({ mesh, list, report }) => {
    for (const [cluster, manifests] of Object.entries(mesh.otherClusters ?? {})) {
      const others = new Map(manifests.filter(isService).map((manifest) => [nameOf(manifest), manifest]));
      for (const object of list("Service")) {
        const other = others.get(`${object.manifest.metadata.name}.${object.namespace}`);
        const field = other && !object.isAssumed ? findDifference(object.manifest, other) : undefined;
        if (field === undefined) continue;
        const message = `in the cluster ${cluster} the Service ${formatName(object)} ${field.what}`;
        report(object, { code: "IST0170", path: ["spec", field.key], message });
      }
    }
  },
};

function isService({ apiVersion, kind }: Manifest): boolean {
  return apiVersion === "v1" && kind === "Service";
}

function nameOf({ metadata: { name, namespace = "default" } }: Manifest): string {
  return `${name}.${namespace}`;
}

function findDifference(one: Manifest, other: Manifest): { key: string; what: string } | undefined {
  const [first, second] = [read(one), read(other)];
  if (first.isHeadless !== second.isHeadless)
    return {
      key: "clusterIP",
      what: first.isHeadless ? "is not headless, as it is here" : "is headless, and here it is not",
    };
  if (first.type !== second.type) return { key: "type", what: "has another type" };
  return isDeepStrictEqual(first.ports, second.ports) ? undefined : { key: "ports", what: "has other ports" };
}

interface Shape {
  isHeadless: boolean;
  type: unknown;
  ports: readonly Record<string, unknown>[];
}

/** With what Kubernetes fills in. */
function read({ spec }: Manifest): Shape {
  const { clusterIP, type = "ClusterIP", ports } = toMap(spec);
  const all = toMaps(ports).map(({ name, port, targetPort = port as unknown, protocol = "TCP", appProtocol }) => {
    return { name, port, targetPort, protocol, appProtocol };
  });
  const order = ({ port, protocol }: (typeof all)[number]) => `${String(port)} ${String(protocol)}`;
  return { isHeadless: clusterIP === "None", type, ports: all.sort((a, b) => (order(a) < order(b) ? -1 : 1)) };
}
