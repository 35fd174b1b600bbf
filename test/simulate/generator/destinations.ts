import type { Manifest } from "../../../src/kubernetes/manifest.js";
import type { Choices } from "./choices.js";
import { createIstio, far, fullHost, near, root, type RunningService } from "./vocabulary.js";

type Fields = Record<string, unknown>;

/** A DestinationRule for a service, often with a subset for each version. */
export function chooseDestinationRule(choices: Choices, name: string, service: RunningService): Manifest {
  const namespace = choices.isTrue(0.7) ? service.namespace : choices.pick([near, far, root]);
  const wildcard = `*.${service.namespace}.svc.cluster.local`;
  const host = choices.isTrue(0.85) ? fullHost(service) : choices.pick([service.name, wildcard]);
  const versions = choices.isTrue(0.9) ? service.versions : service.versions.slice(0, 1);
  const subsets = versions.map((version) => ({
    name: version,
    labels: { version },
    ...choices.fields({ trafficPolicy: [0.15, () => chooseTrafficPolicy(choices)] }),
  }));
  const selector = { matchLabels: { app: choices.pick(["client", "api"]) } };
  const spec = {
    host,
    ...(host === wildcard ? {} : { subsets }),
    ...choices.fields({ trafficPolicy: [0.4, () => choosePortedPolicy(choices)] }),
    // One for some callers alone is for those of its namespace.
    ...(choices.isTrue(0.1)
      ? { workloadSelector: selector }
      : choices.fields({ exportTo: [0.1, () => choices.pick([["."], ["*"], [far]])] })),
  };
  return createIstio("DestinationRule", namespace, name, spec);
}

function choosePortedPolicy(choices: Choices): Fields {
  const ports = choices.fields({
    portLevelSettings: [0.25, () => [{ port: { number: 8080 }, ...chooseTrafficPolicy(choices) }]],
  });
  return { ...chooseTrafficPolicy(choices), ...ports };
}

function chooseTrafficPolicy(choices: Choices): Fields {
  const mode = () => choices.pick(["DISABLE", "ISTIO_MUTUAL", "ISTIO_MUTUAL", "SIMPLE"]);
  const chosen = choices.fields({
    tls: [0.3, () => ({ mode: mode() })],
    loadBalancer: [0.5, () => ({ simple: choices.pick(["ROUND_ROBIN", "RANDOM", "LEAST_REQUEST"]) })],
    connectionPool: [0.3, () => ({ http: { http1MaxPendingRequests: 100 }, tcp: { connectTimeout: "2s" } })],
    outlierDetection: [0.1, () => ({ consecutive5xxErrors: 0 })],
  });
  return Object.keys(chosen).length > 0 ? chosen : { loadBalancer: { simple: "RANDOM" } };
}
