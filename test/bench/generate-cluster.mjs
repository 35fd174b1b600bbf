// A cluster of any size as its API server tells it: for the speed of `mesh status`, and for what it says of a large one. Pods are as
// large as real ones with a sidecar, of which the report needs little.
import { createHash } from "node:crypto";
import { createServer } from "node:http";

const podsANamespace = 100;
const podsAWorkload = 5;
const system = "istio-system";
const version = "1.31.4";

/**
 * Answers by path: lists as arrays, single objects as they are.
 * @param {{ pods: number; root: string }} options `root`: the root certificate in PEM
 */
export function generateCluster({ pods, root }) {
  const names = Array.from({ length: Math.ceil(pods / podsANamespace) }, (_, index) => `team-${index}`);
  const all = Array.from({ length: pods }, (_, index) => createPod(index));
  const service = { namespace: system, name: "istiod" };
  const caBundle = Buffer.from(root).toString("base64");
  const clientConfig = { caBundle, service };
  const injector = {
    name: "namespace.sidecar-injector.istio.io",
    namespaceSelector: { matchLabels: { "istio-injection": "enabled" } },
    failurePolicy: "Fail",
    clientConfig,
  };
  const admission = "/apis/admissionregistration.k8s.io/v1";
  const rev = { "istio.io/rev": "default" };
  return {
    pods: all,
    rows: all.filter(hasSidecar).map(createRow),
    lists: {
      "/api/v1/namespaces": [
        { metadata: { name: system } },
        ...names.map((name) => ({ metadata: { name, labels: { "istio-injection": "enabled" } } })),
      ],
      "/api/v1/pods": all,
      "/apis/apps/v1/deployments": [createIstiod()],
      "/api/v1/services": [
        { metadata: service, spec: { selector: { app: "istiod" }, clusterIP: "10.0.0.10" } },
        ...all.filter((_, index) => index % podsAWorkload === 0).map(createService),
      ],
      [`${admission}/mutatingwebhookconfigurations`]: [
        { metadata: { name: "istio-sidecar-injector", labels: rev }, webhooks: [injector] },
      ],
      [`${admission}/validatingwebhookconfigurations`]: [
        {
          metadata: { name: "istio-validator-istio-system", labels: rev },
          webhooks: [{ name: "rev.validation.istio.io", failurePolicy: "Fail", clientConfig }],
        },
      ],
      "/api/v1/events": [],
      "/apis/networking.istio.io/v1/gateways": [],
      "/apis/networking.istio.io/v1/virtualservices": all
        .filter((_, index) => index % podsAWorkload === 0)
        .map(createRoute),
      "/apis/networking.istio.io/v1/serviceentries": [],
      "/apis/networking.istio.io/v1/workloadentries": [],
      "/apis/security.istio.io/v1/authorizationpolicies": [],
      [`/apis/discovery.k8s.io/v1/namespaces/${system}/endpointslices`]: [
        { endpoints: [{ conditions: { ready: true } }] },
      ],
      [`/api/v1/namespaces/${system}/pods`]: [
        { metadata: { name: "istiod-1", labels: rev }, status: { phase: "Running" } },
      ],
    },
    objects: {
      "/version": { gitVersion: "v1.36.2" },
      [`/api/v1/namespaces/${system}/configmaps/istio-ca-root-cert`]: { data: { "root-cert.pem": root } },
    },
  };
}

function createIstiod() {
  const containers = [{ name: "discovery", image: `docker.io/istio/pilot:${version}` }];
  return {
    metadata: { namespace: system, name: "istiod", labels: { app: "istiod", "istio.io/rev": "default" } },
    spec: { replicas: 1, template: { spec: { containers } } },
    status: { readyReplicas: 1 },
  };
}

function nameWorkload(index) {
  const namespace = `team-${Math.floor(index / podsANamespace)}`;
  return { namespace, name: `service-${Math.floor(index / podsAWorkload)}` };
}

function createPod(index) {
  const { namespace, name } = nameWorkload(index);
  const hash = "5d8f7c9b6d";
  const metadata = {
    name: `${name}-${hash}-${index}`,
    namespace,
    labels: { app: name, version: "v1", "pod-template-hash": hash },
    annotations: { "istio.io/rev": "default" },
    ownerReferences: [{ kind: "ReplicaSet", name: `${name}-${hash}`, controller: true }],
    managedFields: fill(40, (field) => ({ manager: `manager-${field}`, fieldsV1: { [`f:field-${field}`]: {} } })),
  };
  const env = fill(60, (field) => ({ name: `VARIABLE_${field}`, value: `value of variable ${field}` }));
  const proxy = { name: "istio-proxy", image: `docker.io/istio/proxyv2:${version}`, restartPolicy: "Always", env };
  const running = { running: { startedAt: "2026-11-30T10:00:00Z" } };
  return {
    metadata,
    spec: { containers: [{ name: "app", image: "app:1", env }], initContainers: [proxy] },
    status: {
      phase: "Running",
      conditions: [{ type: "Ready", status: "True", lastTransitionTime: "2026-11-30T10:00:09Z" }],
      initContainerStatuses: [{ name: "istio-proxy", ready: true, state: running }],
    },
  };
}

function fill(count, make) {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Whether a pod still has the sidecar that it was made with. */
function hasSidecar({ spec }) {
  return spec.initContainers.length > 0;
}

/** What istiod says of a pod's proxy. */
export function createRow({ metadata: { name, namespace } }) {
  const types = ["cluster.v3.Cluster", "listener.v3.Listener", "endpoint.v3.ClusterLoadAssignment"];
  const nonce = "yq2vWk1mXw0=9b0ad8a1-7a1d-4a2f-b5c8-0b7c5b7d9f5e";
  const resources = types.map((type) => [`type.googleapis.com/envoy.config.${type}`, { sent: nonce, acked: nonce }]);
  return { proxy: `${name}.${namespace}`, istio_version: version, resources: Object.fromEntries(resources) };
}

function createService({ metadata: { namespace, labels } }) {
  return { metadata: { namespace, name: labels.app }, spec: { selector: { app: labels.app }, clusterIP: "10.1.0.1" } };
}

function createRoute({ metadata: { namespace, labels } }) {
  return { metadata: { namespace, name: labels.app }, spec: { hosts: [labels.app], gateways: ["mesh"] } };
}

/**
 * Serves it on loopback, lists in pages.
 * @param {{ refuse?: (path: string) => number | undefined }} options `refuse`: a status in the place of an answer
 */
export async function serveCluster({ lists, objects, rows }, { refuse = () => undefined } = {}) {
  const requests = [];
  const server = createServer(({ url }, response) => {
    requests.push(url);
    const { pathname, searchParams } = new URL(url, "http://api");
    const status = refuse(pathname);
    const items = lists[pathname];
    const answer = status === undefined ? ((items && cutPage(items, searchParams)) ?? objects[pathname]) : undefined;
    const failure = { message: status === undefined ? "not found" : `${pathname} is forbidden` };
    response.writeHead(answer === undefined ? (status ?? 404) : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? failure));
  });
  server.on("upgrade", ({ url, headers }, socket) => {
    requests.push(url);
    socket.write(formatHandshake(headers["sec-websocket-key"]));
    for (const [channel, value] of [
      [1, rows],
      [3, { status: "Success" }],
    ])
      socket.write(frame(channel, value));
    socket.end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port: server.address().port, requests, close };
}

function cutPage(items, searchParams) {
  const start = Number(searchParams.get("continue") ?? 0);
  const end = start + Number(searchParams.get("limit") ?? items.length);
  return { metadata: end < items.length ? { continue: String(end) } : {}, items: items.slice(start, end) };
}

// What a pod's exec speaks: WebSocket frames, the first byte of each its channel (1 what is printed, 3 how it ended).
function formatHandshake(key) {
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  const fields = ["Upgrade: websocket", "Connection: Upgrade", `Sec-WebSocket-Accept: ${accept}`];
  return ["HTTP/1.1 101 Switching Protocols", ...fields, "Sec-WebSocket-Protocol: v4.channel.k8s.io", "", ""].join(
    "\r\n",
  );
}

function frame(channel, value) {
  const payload = Buffer.concat([Buffer.from([channel]), Buffer.from(JSON.stringify(value))]);
  const size = Buffer.alloc(10);
  size.writeUInt8(0x82);
  size.writeUInt8(127, 1);
  size.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([size, payload]);
}
