import type { Manifest } from "../kubernetes/manifest.js";

/** Port of the Service -> its name, and the port of the pods, as Istio's own profiles have it. */
const ports = new Map([
  [15021, { name: "http-status", targetPort: 15021 }],
  [80, { name: "http2", targetPort: 8080 }],
  [443, { name: "https", targetPort: 8443 }],
  [31400, { name: "tcp", targetPort: 31400 }],
  [15443, { name: "tls", targetPort: 15443 }],
]);
const labels = { app: "istio-ingressgateway", istio: "ingressgateway" };

/**
 * What every installation of Istio and every cluster has, for input that leaves it out: the control plane's namespace, the ingress
 * gateway, and the Services that routes may go to: of istiod, of the API server and of the cluster's DNS.
 */
export function listAssumed(rootNamespace: string): Manifest[] {
  const gateway = { name: "istio-ingressgateway", namespace: rootNamespace, labels };
  return [...listControlPlane(rootNamespace), ...createGateway(gateway)];
}

/** The same without a gateway. */
export function listControlPlane(rootNamespace: string): Manifest[] {
  return [
    createService("istiod", rootNamespace, {
      "grpc-xds": 15010,
      "https-dns": 15012,
      "https-webhook": 443,
      "http-monitoring": 15014,
    }),
    createService("kubernetes", "default", { https: 443 }),
    createService("kube-dns", "kube-system", { "dns-tcp": 53, metrics: 9153 }),
    { apiVersion: "v1", kind: "Namespace", metadata: { name: rootNamespace } },
  ];
}

/** A gateway that is installed by somebody else. */
export interface AssumedGateway {
  name: string;
  namespace: string;
  /** Labels of its pods. */
  labels: Readonly<Record<string, string>>;
  /** Ports of its Service. @default - those of Istio's ingress gateway */
  ports?: readonly number[];
  /** The service account of its pods. @default - not known */
  account?: string;
}

/** The Service and the pods of a gateway. */
export function createGateway({
  name,
  namespace,
  labels,
  account,
  ports: own = [...ports.keys()],
}: AssumedGateway): Manifest[] {
  const metadata = { name, namespace };
  const numbers = own.map((port) => ({ port, ...(ports.get(port) ?? { targetPort: port, name: `port-${port}` }) }));
  const containerPorts = numbers.map(({ targetPort }) => ({ containerPort: targetPort }));
  const containers = [{ name: "istio-proxy", image: "proxyv2", ports: containerPorts }];
  const podSpec = { containers, ...(account === undefined ? {} : { serviceAccountName: account }) };
  return [
    { apiVersion: "v1", kind: "Service", metadata, spec: { selector: labels, ports: numbers } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: { template: { metadata: { labels }, spec: podSpec } },
    },
  ];
}
function createService(name: string, namespace: string, named: Readonly<Record<string, number>>): Manifest {
  const list = Object.entries(named).map(([portName, port]) => ({ name: portName, port }));
  return { apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec: { ports: list } };
}
