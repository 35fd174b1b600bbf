import type { Manifest } from "../../../src/kubernetes/manifest.js";

// The local image of the echo server has busybox beside it.
const image = "docker.io/crossoverjie/k8s-combat:istio";

/** A pod without sidecar that serves files by HTTP on port 8000; those in `cgi-bin/` are programs that it runs for each request. */
export function createStaticServer(namespace: string, name: string, files: Record<string, string>): Manifest[] {
  const metadata = { name, namespace };
  const app = { app: name };
  const keys = Object.keys(files).map((path) => ({ key: path.replaceAll("/", "."), path, mode: 0o755 }));
  const data = Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replaceAll("/", "."), text]));
  const container = {
    name: "httpd",
    image,
    imagePullPolicy: "Never",
    command: ["busybox", "httpd", "-f", "-p", "8000", "-h", "/files"],
    readinessProbe: { tcpSocket: { port: 8000 }, periodSeconds: 1 },
    volumeMounts: [{ name: "files", mountPath: "/files" }],
  };
  const pod = {
    terminationGracePeriodSeconds: 0,
    containers: [container],
    volumes: [{ name: "files", configMap: { name, items: keys } }],
  };
  const labels = { ...app, "sidecar.istio.io/inject": "false" };
  const template = { metadata: { labels }, spec: pod };
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata, data },
    { apiVersion: "v1", kind: "Service", metadata, spec: { selector: app, ports: [{ name: "http", port: 8000 }] } },
    { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { selector: { matchLabels: app }, template } },
  ];
}
