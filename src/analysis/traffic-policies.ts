import type { ValuePath } from "../text/schema-problems.js";
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
    port: (toMap(own.port).number ?? "?") as unknown,
    around: policy,
  }));
  return [{ policy, path }, ...ports];
}
