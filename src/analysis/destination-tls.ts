import type { ValuePath } from "../findings/place.js";
import { toMap, toMaps } from "../text/read.js";
import { listTrafficPolicies, readPort } from "./traffic-policies.js";
import type { AnalyzedObject } from "../mesh/objects.js";

/** TLS settings of a DestinationRule. */
export interface TlsSettings {
  tls: Record<string, any>;
  path: ValuePath;
  /** The one port that they are for; undefined where they are for all that have none of their own. */
  port?: unknown;
  /** Ports that have settings of their own, which take the place of these. */
  otherPorts: readonly unknown[];
  /** Labels of the subset that they are for; undefined where they are for all. */
  labels?: Record<string, any>;
}

/** All TLS settings of a DestinationRule, those of its subsets too. */
export function listTlsSettings(object: AnalyzedObject): TlsSettings[] {
  return listTrafficPolicies(object).map(({ policy, path, port, labels }) => ({
    ...{ tls: toMap(policy.tls), path: [...path, "tls"], port, labels },
    otherPorts: port === undefined ? toMaps(policy.portLevelSettings).map(readPort) : [],
  }));
}
