import type { Manifest } from "../manifest.js";

const ports = [15021, 80, 443, 31400, 15443];
const labels = { app: "istio-ingressgateway", istio: "ingressgateway" };

/** What every installation of Istio has, for input that leaves it out: the control plane's namespace and the ingress gateway. */
export function listAssumed(rootNamespace: string): Manifest[] {
  const metadata = { name: "istio-ingressgateway", namespace: rootNamespace };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: rootNamespace } },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: labels, ports: ports.map((port) => ({ port, targetPort: port, name: `tcp-${port}` })) },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        template: {
          metadata: { labels },
          spec: { containers: [{ name: "istio-proxy", ports: ports.map((port) => ({ containerPort: port })) }] },
        },
      },
    },
  ];
}
