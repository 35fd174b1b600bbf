import type { ValuePath } from "../findings/place.js";
import { toMap, toMaps } from "../text/read.js";
import type { AnalyzedObject } from "../mesh/objects.js";

/** A traffic policy of a DestinationRule: the host's, a subset's, or of one port in these. */
export interface TrafficPolicyPart {
  policy: Readonly<Record<string, any>>;
  path: ValuePath;
  /** Undefined where it is for all ports. */
  port?: unknown;
  /** The policy that a port's stands in. */
  around?: Readonly<Record<string, any>>;
  /** The labels of the subset that it is for. */
  labels?: Readonly<Record<string, any>>;
}

/** All traffic policies of a DestinationRule. */
export function listTrafficPolicies({ manifest }: AnalyzedObject): TrafficPolicyPart[] {
  const spec = toMap(manifest.spec);
  return [
    ...readPolicy(spec.trafficPolicy, ["spec", "trafficPolicy"]),
    ...toMaps(spec.subsets).flatMap(({ trafficPolicy, labels }, index) =>
      readPolicy(trafficPolicy, ["spec", "subsets", index, "trafficPolicy"]).map((part) => ({
        ...part,
        labels: toMap(labels),
      })),
    ),
  ];
}

function readPolicy(value: unknown, path: ValuePath): TrafficPolicyPart[] {
  if (value === undefined || value === null) return [];
  const policy = toMap(value);
  const ports = toMaps(policy.portLevelSettings).map((own, index) => ({
    policy: own,
    path: [...path, "portLevelSettings", index],
    port: readPort(own),
    around: policy,
  }));
  return [{ policy, path }, ...ports];
}

/** The port that settings are for. */
export function readPort({ port }: Readonly<Record<string, unknown>>): unknown {
  return toMap(port).number ?? "?";
}
