// Does not prove what a provider by gRPC does, nor anything of Istio's released proxy.
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { eventually, kubectl } from "./cluster.js";
import { Policies } from "./policies.js";
import { call } from "./requests.js";
import { createStaticServer } from "./static-server.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-external-authorization";
const echos = createEchos(namespace, [{ name: "client" }, { name: "server" }, { name: "other" }]);
const policies = new Policies(echos);

// It is asked by the path of the request below its own, which Envoy puts before it, and with the header that the provider names.
const check = `#!/bin/busybox sh
if [ "$HTTP_X_PASS" = "sesame$PATH_INFO" ]; then
  printf 'Status: 200 OK\\r\\nX-User: alice\\r\\n\\r\\n'
else
  printf 'Status: 403 Forbidden\\r\\nX-Reason: no pass\\r\\n\\r\\n'
fi
`;
const authorizer = createStaticServer(namespace, "authorizer", { "cgi-bin/check": check });

const provider = {
  name: namespace,
  envoyExtAuthzHttp: {
    service: `authorizer.${namespace}.svc.cluster.local`,
    port: 8000,
    pathPrefix: "/cgi-bin/check",
    includeRequestHeadersInCheck: ["x-pass"],
    headersToUpstreamOnAllow: ["x-user"],
    headersToDownstreamOnDeny: ["x-reason"],
  },
};

// Another one by name, and the same service.
const second = { ...provider, name: `${namespace}-second` };

let original = "";
let written = "";

interface ConfigMap {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    resourceVersion: string;
    managedFields: { manager: string; operation: string }[];
  };
  data: { mesh: string; meshNetworks: string };
}

/** Changes the text of the mesh's configuration. */
async function changeMesh(change: (text: string) => string): Promise<void> {
  await eventually(async () => {
    const get = ["-n", "istio-system", "get", "configmap", "istio", "-o", "json", "--show-managed-fields"];
    const { metadata, data, ...type } = JSON.parse(await kubectl(get)) as ConfigMap;
    const { name, namespace: root, labels, resourceVersion } = metadata;
    // In the name of who installed it: otherwise the field would be ours, and the stack could not change it any more.
    const owner = metadata.managedFields.find(({ operation }) => operation === "Apply")?.manager ?? "";
    const changed = {
      ...type,
      // By its version the API server refuses what someone else has changed meanwhile.
      metadata: { name, namespace: root, labels, resourceVersion },
      data: { ...data, mesh: change(data.mesh) },
    };
    const apply = ["apply", "--server-side", "--force-conflicts", `--field-manager=${owner}`, "--filename", "-"];
    await kubectl(apply, JSON.stringify(changed));
  });
}

/** The configuration with these providers besides those that others have. */
function withProviders(text: string, own: { name: string }[]): string {
  const mesh = parse(text) as { extensionProviders?: { name: string }[] };
  const others = (mesh.extensionProviders ?? []).filter(({ name }) => ![provider.name, second.name].includes(name));
  return stringify({ ...mesh, extensionProviders: [...others, ...own] });
}

const addProvider = () =>
  changeMesh((text) => {
    original = text;
    written = withProviders(text, [provider, second]);
    return written;
  });

/** To the letter, since that is what the stack knows; where others have changed it, without ours. */
const removeProvider = () => changeMesh((text) => (text === written ? original : withProviders(text, [])));

beforeAll(async () => {
  await startNamespace(namespace, [...echos, ...authorizer]);
  await addProvider();
});

afterAll(async () => {
  await removeProvider();
  await removeNamespace(namespace);
});

async function ask(url: string, pass?: string) {
  const headers: Record<string, string> = pass === undefined ? {} : { "x-pass": pass };
  const [answer] = await call({ from: `${namespace}/client-v1`, url, headers, flags: ["--timeout=3s"] });
  return answer;
}

const status = async (url: string, pass?: string) => (await ask(url, pass))?.status;
const set = (text: string) => policies.set(text, { extensionProviders: [provider.name, second.name] });
const server = "http://server:8081";
const other = "http://other:8081";

it("lets another service decide on each request", async () => {
  expect(await status(`${server}/a`)).toBe(200);
  await set(`
service: ${namespace}/server
externalAuthorization: { provider: ${provider.name}, notPaths: [/open] }
`);
  await eventually(async () => {
    expect(await status(`${server}/a`)).toBe(403);
    expect(await status(`${server}/a`, "sesame/a")).toBe(200);
    expect(await status(`${server}/b`, "sesame/a")).toBe(403);
    expect(await status(`${server}/open`)).toBe(200);
    expect(await status("grpc://server:50051")).toBe(undefined);
    expect(await status("grpc://server:50051", "sesame/proto.EchoTestService/Echo")).toBe(200);
    expect(await status("tcp://server:9090")).toBe(200);
    expect(await status(`${other}/a`)).toBe(200);
  });
  // The authorizer ends each connection, at times before its answer has been read; then Envoy itself says no.
  await eventually(async () => {
    expect((await ask(`${server}/a`, "sesame/a"))?.received["x-user"]).toBe("alice");
    expect((await ask(`${server}/a`))?.headers["x-reason"]).toBe("no pass");
  });
});

it("is the namespace's where the service has none of its own", async () => {
  await set(`
namespace: ${namespace}
externalAuthorization: { provider: ${provider.name} }
---
service: ${namespace}/other
externalAuthorization: { provider: ${provider.name}, paths: [/private/*] }
`);
  await eventually(async () => {
    expect(await status(`${server}/open`)).toBe(403);
    expect(await status(`${other}/a`)).toBe(200);
    expect(await status(`${other}/private/a`)).toBe(403);
    expect(await status(`${other}/private/a`, "sesame/private/a")).toBe(200);
  });
});

it("refuses what either of two providers is for, where istiod is not told to take several", async () => {
  const ofBoth = (other: string) => `
service: ${namespace}/server
externalAuthorization: [{ provider: ${provider.name}, paths: [/a] }, { provider: ${other}, paths: [/b] }]
`;
  await set(ofBoth(provider.name));
  await eventually(async () => {
    expect(await status(`${server}/a`, "sesame/a")).toBe(200);
    expect(await status(`${server}/b`, "sesame/b")).toBe(200);
  });
  await set(ofBoth(second.name));
  await eventually(async () => {
    expect(await status(`${server}/a`, "sesame/a")).toBe(403);
    expect(await status(`${server}/b`, "sesame/b")).toBe(403);
    expect(await status(`${server}/c`)).toBe(200);
  });
});
