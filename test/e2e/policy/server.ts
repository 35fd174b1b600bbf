import type { Manifest } from "../../../src/kubernetes/manifest.js";

/** A server of one pod, of any image of the local cluster. */
export interface Server {
  name: string;
  image: string;
  /** Of the Service and of the container; the first one is ready when the server is. */
  ports: readonly { name: string; port: number }[];
  /** More fields of the container. @default none */
  container?: Record<string, unknown>;
  /** @default none */
  volumes?: readonly object[];
  /** Whether the pod gets a sidecar. */
  inject: boolean;
}

/** A server's Service and Deployment. */
export function createServer(
  namespace: string,
  { name, image, ports, container, volumes, inject }: Server,
): Manifest[] {
  const labels = { app: name };
  const metadata = { name, namespace };
  const readinessProbe = { tcpSocket: { port: ports[0]?.port }, periodSeconds: 1 };
  const containers = [{ name, image, imagePullPolicy: "Never", readinessProbe, ...container }];
  const template = {
    metadata: { labels: { ...labels, "sidecar.istio.io/inject": String(inject) } },
    spec: { terminationGracePeriodSeconds: 1, containers, volumes },
  };
  return [
    { apiVersion: "v1", kind: "Service", metadata, spec: { selector: labels, ports } },
    { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { selector: { matchLabels: labels }, template } },
  ];
}
