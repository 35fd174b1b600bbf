import { toMap, toMaps, toText } from "../../text/read.js";
import type { MeshReader } from "../objects.js";
import { gatewayGroup } from "./gateway-group.js";

/** One end of a reference across namespaces. */
export interface ReferenceEnd {
  kind: string;
  namespace: string;
}

/** Asks whether a ReferenceGrant lets an object of the Gateway API name another one. */
export type Grants = (from: ReferenceEnd, to: ReferenceEnd & { name: string }) => boolean;

/**
 * Reads `ReferenceGrant`. What is granted for other groups is for other controllers. Source: `ReferenceGrantsCollection` in istio
 * pilot/pkg/config/kube/gatewaycommon.
 */
export function createGrants({ list }: MeshReader): Grants {
  const keys = list("gateway.networking.k8s.io/ReferenceGrant").flatMap(({ namespace, manifest }) => {
    const { from, to } = toMap(manifest.spec);
    const targets = toMaps(to).filter(({ group }) => isCore(group));
    return toMaps(from)
      .filter(({ group }) => group === gatewayGroup)
      .flatMap((one) =>
        targets.map(({ kind, name }) => {
          const ends = { from: toText(one.kind), of: toText(one.namespace), kind: toText(kind), namespace };
          return formatKey({ ...ends, name: toText(name) || "*" });
        }),
      );
  });
  const granted = new Set(keys);
  return (from, { kind, namespace, name }) =>
    ["*", name].some((one) =>
      granted.has(formatKey({ from: from.kind, of: from.namespace, kind, namespace, name: one })),
    );
}

/** Kubernetes' own group has no name; some write `core`. */
export function isCore(group: unknown): boolean {
  return group === undefined || group === "" || group === "core";
}

interface Key extends ReferenceEnd {
  from: string;
  of: string;
  name: string;
}

function formatKey({ from, of, kind, namespace, name }: Key): string {
  return [from, of, kind, namespace, name].join(" ");
}
