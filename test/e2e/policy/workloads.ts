import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { apply, kubectl } from "./cluster.js";
import { waitForEndpoints } from "./convergence.js";

// Istio's echo server and client, which the local cluster has under the sample application's name.
const image = "docker.io/crossoverjie/k8s-combat:istio";

/** A service of Istio's echo server. */
export interface Echo {
  name: string;
  /** One Deployment each, with label `version`. @default v1 alone */
  versions?: readonly string[];
  /** Pods of each version. @default 1 */
  replicas?: number;
  /** Ports of the Service; the server listens on 8081 (HTTP), 50051 (gRPC) and 9090 (TCP). @default all three */
  ports?: readonly { name: string; port: number; targetPort?: number; appProtocol?: string }[];
  /** Annotations of the pods. @default none */
  annotations?: Record<string, string>;
  /** Whether the pods get a sidecar. @default as their namespace says */
  inject?: boolean;
}

export const allPorts = [
  { name: "http", port: 8081 },
  { name: "grpc", port: 50051 },
  { name: "tcp", port: 9090 },
];

/** The objects of echo services: a service account, a Service and a Deployment a version. */
export function createEchos(namespace: string, echos: readonly Echo[]): Manifest[] {
  return echos.flatMap(({ name, versions = ["v1"], replicas = 1, ports = allPorts, annotations, inject }) => {
    const app = { app: name };
    const injection = inject === undefined ? {} : { "sidecar.istio.io/inject": String(inject) };
    const deployments = versions.map((version): Manifest => {
      const labels = { ...app, version };
      const container = {
        name: "echo",
        image,
        imagePullPolicy: "Never",
        args: ["--port=8081", "--grpc=50051", "--tcp=9090", `--version=${version}`],
        readinessProbe: { tcpSocket: { port: 8081 }, periodSeconds: 1 },
      };
      const pod = { serviceAccountName: name, terminationGracePeriodSeconds: 1, containers: [container] };
      const template = { metadata: { labels: { ...labels, ...injection }, annotations }, spec: pod };
      const metadata = { name: `${name}-${version}`, namespace };
      return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata,
        spec: { replicas, selector: { matchLabels: labels }, template },
      };
    });
    const metadata = { name, namespace };
    return [
      { apiVersion: "v1", kind: "ServiceAccount", metadata },
      { apiVersion: "v1", kind: "Service", metadata, spec: { selector: app, ports } },
      ...deployments,
    ];
  });
}

/** Makes a namespace with echo services in it, and waits until their pods reach each other. Without `labels` its pods get sidecars. */
export async function startNamespace(
  name: string,
  manifests: readonly Manifest[],
  labels: Record<string, string> = { "istio-injection": "enabled" },
): Promise<void> {
  await apply([{ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } }]);
  await apply(manifests);
  await kubectl(["-n", name, "rollout", "status", "deployment", "--timeout=120s"]);
  await waitForEndpoints(name);
}

/** Removes a namespace with all that is in it; nothing waits for the last pod. */
export async function removeNamespace(name: string): Promise<void> {
  await kubectl(["delete", "namespace", name, "--ignore-not-found", "--wait=false"]);
}
