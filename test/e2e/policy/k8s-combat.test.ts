// The same application with Istio's objects written by hand and as policy documents. Does not prove that its own program answers
// so: Istio's echo server stands for it, on the same ports, and the local proxy is upstream Envoy.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { loadManifests } from "../../../src/text/manifest-text.js";
import { projectFolder } from "../folder.js";
import { apply, eventually, remove } from "./cluster.js";
import { claimIngressGateway } from "./ingress-gateway.js";
import { Policies } from "./policies.js";
import { call, countBy } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const host = (way: string) => `${way}.www.service1.io`;
const namespaceOf = (way: string) => `policy-k8s-combat-${way}`;

/** A fixture, for a namespace and a host of its own. */
function read(file: string, way: string): string {
  const text = readFileSync(join(projectFolder, "test/fixtures/k8s-combat", file), "utf8");
  return text.replaceAll("www.service1.io", host(way)).replaceAll("default/", `${namespaceOf(way)}/`);
}

function readManifests(file: string, way: string): Manifest[] {
  const { manifests, findings } = loadManifests(read(file, way), file);
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
  return manifests.map((manifest) => ({
    ...manifest,
    metadata: { ...manifest.metadata, namespace: namespaceOf(way) },
  }));
}

/** The image that the cluster has cannot be pulled, and wants to be told its ports. */
function useEcho(manifest: Manifest): Manifest {
  if (manifest.kind !== "Deployment") return manifest;
  const { spec } = structuredClone(manifest);
  const [container] = spec.template.spec.containers;
  container.imagePullPolicy = "Never";
  container.args = ["--port=8081", "--grpc=50051"];
  container.readinessProbe = { tcpSocket: { port: 8081 }, periodSeconds: 1 };
  spec.template.spec.terminationGracePeriodSeconds = 1;
  return { ...manifest, spec };
}

const isIstio = ({ apiVersion }: Manifest) => apiVersion.startsWith("networking.istio.io/");

function prepare(way: string) {
  const namespace = namespaceOf(way);
  const mesh = readManifests("raw/istio-mesh.yaml", way);
  const application = mesh.filter((manifest) => !isIstio(manifest)).map(useEcho);
  const callers = createEchos(namespace, [{ name: "caller" }, { name: "outside", inject: false }]);
  const traffic = [...mesh.filter(isIstio), ...readManifests("raw/istio-ingress-gateway.yaml", way)];
  return { way, namespace, application, callers, traffic, policies: new Policies(application) };
}

const raw = prepare("raw");
const documents = prepare("documents");
const both = [raw, documents];

claimIngressGateway();

beforeAll(async () => {
  await Promise.all(both.map((one) => startNamespace(one.namespace, [...one.application, ...one.callers])));
});
afterAll(async () => {
  await documents.policies.clear();
  await remove(raw.traffic);
  await Promise.all(both.map(({ namespace }) => removeNamespace(namespace)));
});

/** How often each version answered, or a status where none did. */
const ask = async (namespace: string, from: string, url: string, headers: Record<string, string> = {}) =>
  countBy(
    await call({ from: `${namespace}/${from}`, url, headers, count: 10 }),
    ({ pod, status }) => /^k8s-combat-service-(v\d)-/.exec(pod ?? "")?.[1] ?? String(status),
  );
const askMesh = (namespace: string, port: "http" | "grpc", version?: string) => {
  const url = `${port}://k8s-combat-service-istio-mesh:${port === "http" ? 8081 : 50051}`;
  return ask(namespace, "caller-v1", url, version === undefined ? {} : { version });
};
const askGateway = ({ namespace, way }: (typeof both)[number], version?: string) => {
  const headers = { Host: host(way), ...(version === undefined ? {} : { version }) };
  return ask(namespace, "outside-v1", "http://istio-ingressgateway.istio-system/ping", headers);
};

describe("without either", () => {
  it("both versions answer, whatever the header says, and the gateway knows no such host", async () => {
    for (const one of both) {
      await eventually(async () => {
        const seen = await askMesh(one.namespace, "http", "100");
        expect(Object.keys(seen).sort()).toEqual(["v1", "v2"]);
      });
      // Without any host the gateway does not listen; others give it theirs in between.
      const refused = Object.keys(await askGateway(one));
      expect(refused.filter((status) => !["404", "undefined"].includes(status))).toEqual([]);
    }
  });
});

describe.each(both)("with $way", (one) => {
  const { namespace, way, traffic, policies } = one;
  beforeAll(async () => {
    if (way === "raw") await apply(traffic);
    else await policies.set(read("documents/k8s-combat-service.yaml", way));
    await eventually(async () => expect(await askMesh(namespace, "http", "200")).toEqual({ v2: 10 }));
  });

  it.each<["http" | "grpc", string | undefined, string]>([
    ["http", "100", "v1"],
    ["http", "200", "v2"],
    ["http", "300", "v1"],
    ["http", undefined, "v1"],
    ["grpc", "100", "v1"],
    ["grpc", "200", "v2"],
    ["grpc", undefined, "v1"],
  ])("%s with version %s is answered by %s", async (port, version, expected) => {
    await eventually(async () => expect(await askMesh(namespace, port, version)).toEqual({ [expected]: 10 }));
  });

  it("the ingress gateway brings its host to v1, and no other", async () => {
    await eventually(async () => expect(await askGateway(one)).toEqual({ v1: 10 }));
    expect(await askGateway({ ...one, way: "other" })).toEqual({ 404: 10 });
  });
});

it("differs in one thing: a document's routes are those of the gateway too", async () => {
  expect(await askGateway(raw, "200")).toEqual({ v1: 10 });
  expect(await askGateway(documents, "200")).toEqual({ v2: 10 });
});
