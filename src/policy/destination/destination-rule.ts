import type { Manifest } from "../../kubernetes/manifest.js";
import { isApplicable } from "../effective.js";
import type { ServiceContext } from "../kind.js";
import { kinds } from "../registry.js";

/** The DestinationRule with a service's traffic policy; its versions have objects of their own, which Istio merges with it. */
export function renderDestinationRule(of: (key: string) => ServiceContext): Manifest[] {
  const { service, values } = of("versions");
  const policies = kinds.flatMap((kind) => {
    const value = values[kind.key] as unknown;
    if (kind.toTrafficPolicy === undefined || value === undefined || !isApplicable(kind, service)) return [];
    return [kind.toTrafficPolicy(value, of(kind.key))];
  });
  const trafficPolicy = Object.assign({}, ...policies) as object;
  if (Object.keys(trafficPolicy).length === 0) return [];
  const metadata = { name: service.name, namespace: service.namespace };
  const spec = { host: service.host, trafficPolicy };
  return [{ apiVersion: "networking.istio.io/v1", kind: "DestinationRule", metadata, spec }];
}
