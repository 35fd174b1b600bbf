import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { createEchos } from "../../e2e/policy/workloads.js";
import {
  api,
  far,
  ingress,
  near,
  outsideAddress,
  plain,
  podPorts,
  quickDrain,
  store,
  web,
  type RunningService,
} from "./vocabulary.js";

const portNames: Readonly<Record<number, string>> = { 80: "http", 8080: "http-admin" };

/** What runs while meshes come and go, by namespace: callers and servers. */
export function createRunning(): Record<string, Manifest[]> {
  return {
    [near]: [
      ...createEchos(near, [{ name: "client", ports: portsOf(plain) }]),
      ...createServers([web, api]),
      ...createServers([plain], { inject: false }),
      createOutside(),
    ].map(prepare),
    [far]: [...createEchos(far, [{ name: "client", ports: portsOf(plain) }]), ...createServers([store])].map(prepare),
  };
}

function portsOf({ ports }: RunningService) {
  return ports.map((port) => ({ name: portNames[port] ?? "", port, targetPort: podPorts[port] }));
}

function createServers(servers: readonly RunningService[], rest: { inject?: boolean } = {}): Manifest[] {
  return servers.flatMap((service) => {
    const { namespace, name, versions } = service;
    const ports = portsOf(service);
    const ofVersions = versions.map((version): Manifest => {
      const spec = { selector: { app: name, version }, ports };
      return { apiVersion: "v1", kind: "Service", metadata: { name: `${name}-${version}`, namespace }, spec };
    });
    return [...createEchos(namespace, [{ name, versions, ports, ...rest }]), ...ofVersions];
  });
}

/**
 * Servers listen on the second port as well. All pods have the label of policies in the root namespace, which no other test has, and
 * proxies close connections of an earlier mesh a second after they have the next one.
 */
function prepare(manifest: Manifest): Manifest {
  if (manifest.kind !== "Deployment") return manifest;
  const { template } = manifest.spec;
  const containers = template.spec.containers.map((container: { args?: string[] }) =>
    container.args === undefined ? container : { ...container, args: [...container.args, `--port=${podPorts[8080]}`] },
  );
  const labels = { ...template.metadata.labels, mesh: "simulated" };
  const annotations = { ...template.metadata.annotations, ...quickDrain };
  const made = { ...template, metadata: { labels, annotations }, spec: { ...template.spec, containers } };
  return { ...manifest, spec: { ...manifest.spec, template: made } };
}

/** Where hosts outside of the mesh are: the pod without a proxy, by an address that is known before. */
function createOutside(): Manifest {
  const spec = { clusterIP: outsideAddress, selector: { app: plain.name }, ports: portsOf(plain) };
  return { apiVersion: "v1", kind: "Service", metadata: { name: "outside", namespace: near }, spec };
}

/** Pods of a gateway: they listen where a Gateway says so. */
export function createIngress(): Manifest[] {
  const { name, namespace, labels } = ingress;
  const ports = [
    { name: "http", port: 80, targetPort: 8080 },
    { name: "https", port: 443, targetPort: 8443 },
  ];
  const template = {
    metadata: {
      labels: { ...labels, "sidecar.istio.io/inject": "true" },
      annotations: { "inject.istio.io/templates": "gateway" },
    },
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [{ name: "istio-proxy", image: "auto", imagePullPolicy: "Never" }],
    },
  };
  return [
    { apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec: { selector: labels, ports } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace },
      spec: { selector: { matchLabels: labels }, template },
    },
  ].map(prepare);
}
