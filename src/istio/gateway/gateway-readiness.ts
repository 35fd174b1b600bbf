import type { Manifest } from "../../kubernetes/manifest.js";

const path = "/healthz/ready";
const port = 15021;

/**
 * The gateway's Deployment or DaemonSet with a readiness probe that looks every 2 s. The one that istiod injects looks every
 * 15 s and at once for the first time, when Envoy cannot be ready yet, so each gateway pod takes traffic 15 s late. What the
 * chart's values say about the probe counts. Source: Istio's former chart gateways/istio-ingress had these figures.
 */
export function setReadinessProbe(manifest: Manifest): Manifest {
  const pod = manifest.spec?.template?.spec as { containers?: Record<string, unknown>[] } | undefined;
  if (pod?.containers === undefined) return manifest;
  const containers = pod.containers.map((container) =>
    container.name === "istio-proxy" && container.readinessProbe === undefined
      ? { ...container, readinessProbe: computeReadinessProbe() }
      : container,
  );
  const template = { ...manifest.spec.template, spec: { ...pod, containers } };
  return { ...manifest, spec: { ...manifest.spec, template } };
}

function computeReadinessProbe() {
  const httpGet = { path, port, scheme: "HTTP" };
  return {
    httpGet,
    initialDelaySeconds: 1,
    periodSeconds: 2,
    timeoutSeconds: 3,
    successThreshold: 1,
    failureThreshold: 30,
  };
}
