import type { Manifest } from "../../kubernetes/manifest.js";

/** Whether a workload, or one of its ports, takes nothing but mutual TLS by this `spec` of a PeerAuthentication. */
export function isStrict(spec: PeerSpec = {}): boolean {
  return listModes(spec).includes("STRICT");
}

/** Whether its clients send plain text by this `spec` of a PeerAuthentication: then they still do when it becomes strict. */
export function isDisabled(spec: PeerSpec = {}): boolean {
  return listModes(spec).includes("DISABLE");
}

function listModes({ mtls, portLevelMtls = {} }: PeerSpec): (string | undefined)[] {
  return [mtls, ...Object.values(portLevelMtls)].map((one) => one?.mode);
}

/** Of a PeerAuthentication. */
export interface PeerSpec {
  mtls?: { mode?: string };
  portLevelMtls?: Record<string, { mode?: string }>;
}

/** Whether it is an AuthorizationPolicy that refuses whatever no other one allows. */
export function allowsNothing({ kind, spec = {} }: Manifest): boolean {
  const { action = "ALLOW", rules = [] } = spec as { action?: string; rules?: unknown[] };
  return kind === "AuthorizationPolicy" && action === "ALLOW" && rules.length === 0;
}
