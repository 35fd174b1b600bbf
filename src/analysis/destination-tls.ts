import type { ValuePath } from "../text/schema-problems.js";
import { toMap, toMaps } from "../text/read.js";
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
export function listTlsSettings({ manifest }: AnalyzedObject): TlsSettings[] {
  const spec = toMap(manifest.spec);
  return [
    ...readPolicy(spec.trafficPolicy, ["spec", "trafficPolicy"]),
    ...toMaps(spec.subsets).flatMap(({ trafficPolicy, labels }, index) =>
      readPolicy(trafficPolicy, ["spec", "subsets", index, "trafficPolicy"]).map((settings) => ({
        ...settings,
        labels: toMap(labels),
      })),
    ),
  ];
}

function readPolicy(value: unknown, path: ValuePath): TlsSettings[] {
  const policy = toMap(value);
  const ports = toMaps(policy.portLevelSettings).map(({ port, tls }, index) => ({
    tls: toMap(tls),
    path: [...path, "portLevelSettings", index, "tls"],
    port: (toMap(port).number ?? "?") as unknown,
    otherPorts: [],
  }));
  return [{ tls: toMap(policy.tls), path: [...path, "tls"], otherPorts: ports.map(({ port }) => port) }, ...ports];
}
