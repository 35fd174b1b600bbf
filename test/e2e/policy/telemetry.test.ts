// Does not prove anything of Istio's metrics: the local proxy is upstream Envoy, which lacks the filter that counts them, so
// their overrides are only seen to be accepted. Nor what share of the traces a sampling below 100 gives.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { eventually, kubectl } from "./cluster.js";
import { addExtensionProvider, removeExtensionProvider } from "./extension-provider.js";
import { Policies } from "./policies.js";
import { call, readAccessLog } from "./requests.js";
import { createServer } from "./server.js";
import { loadTestImages } from "./test-images.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-telemetry";
const provider = "policy-telemetry-jaeger";
// Without a sidecar the client begins no trace and keeps no connections.
const echos = createEchos(namespace, [{ name: "client", inject: false }, { name: "back" }, { name: "loud" }]);

// A service that asks another one and, as applications must, hands the trace on: busybox's web server with a script.
const script = `#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n'
exec wget -qO- --header "traceparent: $HTTP_TRACEPARENT" http://back:8081/
`;
const front: Manifest[] = [
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "front", namespace }, data: { ask: script } },
  ...createServer(namespace, {
    name: "front",
    image: "docker.io/crossoverjie/k8s-combat:istio",
    ports: [{ name: "http", port: 8081 }],
    container: {
      command: ["httpd", "-f", "-p", "8081", "-h", "/www"],
      volumeMounts: [{ name: "script", mountPath: "/www/cgi-bin" }],
    },
    inject: true,
    volumes: [{ name: "script", configMap: { name: "front", defaultMode: 0o755 } }],
  }),
];

async function createJaeger(): Promise<Manifest[]> {
  const [image = ""] = await loadTestImages("jaeger");
  const ports = [
    { name: "grpc-otlp", port: 4317 },
    { name: "http-query", port: 16686 },
  ];
  return createServer(namespace, { name: "jaeger", image, ports, inject: false });
}

const policies = new Policies([...echos, ...front]);

beforeAll(async () => {
  const jaeger = await createJaeger();
  await startNamespace(namespace, [...echos, ...front, ...jaeger]);
  const opentelemetry = { service: `jaeger.${namespace}.svc.cluster.local`, port: 4317 };
  await addExtensionProvider(provider, { opentelemetry });
});
afterAll(async () => {
  await policies.clear();
  await removeExtensionProvider(provider);
  await removeNamespace(namespace);
});

const send = (service: string, path: string, headers: Record<string, string> = {}) =>
  call({ from: `${namespace}/client-v1`, url: `http://${service}:8081${path}`, headers });

it("logs what the filter of the namespace holds for, and at a service what its own document says", async () => {
  await eventually(async () => {
    await send("back", "/early");
    expect(await readAccessLog(namespace, "back-v1")).toContain("GET /early");
  });
  await policies.set(`
namespace: ${namespace}
telemetry: { accessLog: { filter: response.code >= 400 } }
---
service: ${namespace}/loud
telemetry: { accessLog: {} }
`);
  let round = 0;
  await eventually(async () => {
    round += 1;
    for (const service of ["back", "loud"]) {
      await send(service, `/good-${round}`);
      await send(service, `/bad-${round}?codes=503`);
    }
    // Whatever came before it is written with it.
    const [back, loud] = await eventually(async () => {
      const logs = await Promise.all([readAccessLog(namespace, "back-v1"), readAccessLog(namespace, "loud-v1")]);
      for (const log of logs) expect(log).toContain(`GET /bad-${round}?codes=503`);
      return logs;
    }, 15);
    expect(back).not.toContain(`GET /good-${round}`);
    expect(loud).toContain(`GET /good-${round}`);
  }, 45);
});

interface Span {
  spanID: string;
  processID: string;
  tags: { key: string; value: unknown }[];
  references: { spanID: string }[];
}

interface Trace {
  processes: Record<string, { serviceName: string }>;
  spans: Span[];
}

async function readTraces(): Promise<Trace[]> {
  const url = `http://127.0.0.1:16686/api/traces?service=front.${namespace}`;
  const text = await kubectl(["-n", namespace, "exec", "deploy/jaeger", "--", "wget", "-qO-", url]);
  return (JSON.parse(text) as { data: Trace[] }).data;
}

/** Spans from the one without a parent to the innermost one. */
function follow({ spans, processes }: Trace): Record<string, unknown>[] {
  const chain: Span[] = [];
  for (let parent: string | undefined, length = -1; length < chain.length; parent = chain.at(-1)?.spanID) {
    length = chain.length;
    chain.push(...spans.filter(({ references }) => references[0]?.spanID === parent));
  }
  return chain.map(({ processID, tags }) => {
    const kept = tags.filter(({ key }) => ["span.kind", "team", "user"].includes(key));
    return {
      service: processes[processID]?.serviceName,
      ...Object.fromEntries(kept.map(({ key, value }) => [key, value])),
    };
  });
}

it("brings the spans of one request through two services to Jaeger, as one trace", async () => {
  // The web server ends each connection, at times before its answer has been read.
  await eventually(async () => {
    const [answer] = await send("front", "/cgi-bin/ask");
    expect(answer?.body).toContain("ServiceVersion=v1");
  });
  expect(await readTraces()).toEqual([]);
  await policies.set(`
namespace: ${namespace}
telemetry:
  tracing:
    providers: [${provider}]
    sampling: 100
    tags: { team: { literal: shop }, user: { header: x-user, defaultValue: none } }
  metrics:
    overrides:
      - { match: { metric: REQUEST_COUNT, mode: SERVER }, tagOverrides: { path: { value: request.path } } }
      - { match: { metric: REQUEST_SIZE }, disabled: true }
`);
  const trace = await eventually(async () => {
    await send("front", "/cgi-bin/ask", { "x-user": "ann" });
    const found = (await readTraces()).find(({ spans }) => spans.length === 3);
    if (found === undefined) throw new Error("no trace has three spans");
    return found;
  }, 60);
  expect(follow(trace)).toEqual([
    { service: `front.${namespace}`, "span.kind": "server", team: "shop", user: "ann" },
    { service: `front.${namespace}`, "span.kind": "client", team: "shop", user: "none" },
    { service: `back.${namespace}`, "span.kind": "server", team: "shop", user: "none" },
  ]);
});
