import { toMap, toText } from "../text/read.js";
import { nameGatewayAccount } from "./gateway/gateway-namings.js";
import type { MeshKnowledge } from "./objects.js";
import { readServiceAccount } from "./pods.js";
import type { MeshWorkload } from "./workloads.js";

/** The service account that pods or machines run as: their identity in mutual TLS. */
export interface Identity {
  namespace: string;
  account: string;
}

/** Whose certificate the proxy of a workload shows; undefined where no object says it. */
export function readIdentity({ object, namespace, workload }: MeshWorkload): Identity | undefined {
  const { kind, metadata, spec } = object.manifest;
  if (workload !== undefined) {
    // What only stands for a gateway of every installation has an account of its own, whatever that is called.
    if (object.isAssumed && toText(workload.podSpec.serviceAccountName) === "") return undefined;
    return { namespace, account: readServiceAccount(workload) };
  }
  const { serviceAccount, template } = toMap(spec);
  const account =
    kind === "Gateway"
      ? nameGatewayAccount(metadata.name, metadata.annotations, toMap(spec))
      : toText(kind === "WorkloadGroup" ? toMap(template).serviceAccount : serviceAccount) || undefined;
  return account === undefined ? undefined : { namespace, account };
}

/** The mesh's own trust domain. Source: `trustDomain` of Istio's MeshConfig. */
export function readTrustDomain({ config }: MeshKnowledge): string {
  return toText(config.trustDomain) || "cluster.local";
}
