// Pulumi's mocks and small charts: what a mesh tells its policies. Does not prove that a mesh obeys them: the live tests do.
import * as pulumi from "@pulumi/pulumi";
import { expect, it, vi } from "vitest";
import { Mesh, type MeshArgs } from "../../src/components/mesh.js";
import { shop } from "../policy/compile-text.js";
import { makeSelfSigned } from "../self-signed.js";
import { withApiServer, type Answer } from "./api-server.js";
import { find, list, runProgram, useFolders, type Run } from "./engine.js";

useFolders();

const install = (args: Partial<MeshArgs>) =>
  runProgram(() => {
    new Mesh("mesh", { kubeconfig: "the kubeconfig", ...args });
    return {};
  });

const documents = {
  "reviews.yaml": "service: shop/reviews\ntimeout: 3s\n",
  "mesh.yaml": "mesh: all\nmtls: { mode: STRICT }\n",
};
const objects = (run: Run) =>
  run.resources.filter(({ name }) => name.startsWith("mesh-policies-")).map(({ name }) => name.slice(14));
const said = async (args: Partial<MeshArgs>) => {
  let error: unknown;
  const run = await runProgram(() => {
    try {
      new Mesh("mesh", { kubeconfig: "", ...args });
    } catch (reason) {
      error = reason;
    }
    return {};
  });
  expect(list(run)).toEqual([]);
  expect(error).toBeInstanceOf(pulumi.RunError);
  return (error as Error).message.split("\n");
};

it("are not there without documents", async () => {
  for (const policies of [undefined, {}]) {
    const run = await install({ policies });
    expect(list(run).filter((name) => name.includes("TrafficPolicies"))).toEqual([]);
    expect(Object.keys(run.hooks).filter((name) => name.startsWith("TrafficPolicies"))).toEqual([]);
  }
});

it("come after the control plane and the namespaces, and are not in the state with the mesh", async () => {
  const run = await install({ policies: documents, namespaces: { shop: {} } });
  const policies = find(run, "mesh-policies", "TrafficPolicies");
  expect(policies).toMatchObject({ parent: "mesh", inputs: {} });
  const controlPlane = run.resources.map(({ name }) => name).filter((name) => /^mesh-control-plane-\w+\//.test(name));
  expect(controlPlane.length).toBe(8);
  expect(policies.dependsOn).toEqual(expect.arrayContaining([...controlPlane, "mesh-shop-Namespace/shop"]));
  expect(policies.dependsOn.filter((name) => name.includes("istio-ingressgateway"))).toEqual([]);
  expect(objects(run)).toEqual(["PeerAuthentication/istio-system/default", "VirtualService/shop/reviews"]);
  expect(Object.keys(find(run, "mesh", "Mesh").inputs)).toEqual(["kubeconfig", "namespaces"]);
});

it("of the whole mesh are in the control plane's namespace", async () => {
  const run = await install({ policies: documents, controlPlane: { namespace: "mesh" } });
  expect(objects(run)).toEqual(["PeerAuthentication/mesh/default", "VirtualService/shop/reviews"]);
});

it("know the applications, which the mesh itself does not register", async () => {
  const run = await install({ policies: { "a.yaml": "namespace: shop\ntimeout: 3s\n" }, applications: shop });
  expect(objects(run)).toEqual(
    ["mixed", "productpage", "ratings", "reviews"].map((name) => `VirtualService/shop/${name}`),
  );
  expect(list(run).filter((name) => name.startsWith("kubernetes:core/v1:Service ") && name.includes("/shop/"))).toEqual(
    [],
  );
  const tcp = { policies: { "a.yaml": "service: shop/database\ntimeout: 3s\n" }, applications: shop };
  expect(await said(tcp)).toEqual([expect.stringMatching(/^a\.yaml:2:1: error MESH0204: /)]);
});

it.each<[Partial<MeshArgs>, string, object]>([
  [{}, "istio-system/istio-ingressgateway", { app: "istio-ingressgateway", istio: "ingressgateway" }],
  [{ gateways: { public: { namespace: "edge" } } }, "edge/public", { app: "public", istio: "public" }],
  [
    { controlPlane: { profile: "minimal", namespace: "mesh" }, gateways: { public: {} } },
    "mesh/public",
    { app: "public", istio: "public" },
  ],
  [
    { gateways: { public: { labels: { istio: "edge", team: "a" } } } },
    "istio-system/public",
    { app: "public", istio: "edge" },
  ],
])("know the gateways of %j, with their namespaces and labels: %s", async (args, gateway, selector) => {
  const policies = { "a.yaml": `service: shop/reviews\nexpose: [{ gateway: ${gateway}, hosts: [shop.example] }]\n` };
  const run = await install({ ...args, policies, applications: shop });
  const made = run.resources.filter(({ type }) => type === "kubernetes:networking.istio.io/v1:Gateway");
  expect(made.map(({ inputs }) => [inputs.metadata.namespace, inputs.spec.selector])).toEqual([
    [gateway.split("/")[0], selector],
  ]);
});

it("may not name a gateway that the mesh does not have", async () => {
  const policies = {
    "a.yaml": "service: shop/reviews\nexpose: [{ gateway: istio-system/public, hosts: [shop.example] }]\n",
  };
  expect(await said({ policies, applications: shop })).toEqual([
    "a.yaml:2:12: error MESH0203: there is no gateway istio-system/public; correct the name, or declare it",
  ]);
});

it("know the extension providers of the mesh configuration and of Istio itself", async () => {
  const providers = [{ name: "oauth2-proxy", envoyExtAuthzHttp: {} }];
  const controlPlane = { meshConfig: { extensionProviders: providers } };
  const authorization = (provider: string) => ({
    "a.yaml": `service: shop/reviews\nexternalAuthorization: { provider: ${provider} }\n`,
    "b.yaml": "service: shop/ratings\ntelemetry: { accessLog: { providers: [envoy] } }\n",
  });
  const run = await install({ controlPlane, policies: authorization("oauth2-proxy"), applications: shop });
  expect(objects(run)).toEqual(["AuthorizationPolicy/shop/reviews.external-authorization", "Telemetry/shop/ratings"]);
  expect(await said({ controlPlane, policies: authorization("oauth-proxy"), applications: shop })).toEqual([
    expect.stringMatching(/^a\.yaml:2:\d+: error MESH0203: .*oauth2-proxy/),
  ]);
});

it("keep the services behind those providers in reach of pods that say whom they call", async () => {
  const providers = [{ name: "jaeger", opentelemetry: { service: "jaeger.tracing.svc.cluster.local", port: 4317 } }];
  const policies = { "a.yaml": "service: shop/reviews\ncalls: [shop/ratings]\n" };
  const controlPlane = { meshConfig: { extensionProviders: providers } };
  const run = await install({ controlPlane, policies, applications: shop });
  expect(find(run, "mesh-policies-Sidecar/shop/reviews").inputs.spec.egress).toEqual([
    { hosts: ["shop/ratings.shop.svc.cluster.local", "*/jaeger.tracing.svc.cluster.local"] },
  ]);
});

it("are proven by the webhooks of the mesh's own revision", async () => {
  const posted: string[] = [];
  await withApiServer(
    (request, body): Answer => {
      if (request.startsWith("GET")) return { status: 200, body: { items: [] } };
      posted.push(body.metadata.labels["istio.io/rev"]);
      if (body.kind === "Pod") body.spec.initContainers = [{ name: "istio-proxy" }];
      return { status: 201, body };
    },
    async (kubeconfig) => {
      await runProgram(async ({ hooks }) => {
        new Mesh("mesh", { kubeconfig, policies: documents, controlPlane: { revision: "canary" } });
        const proof = "TrafficPolicies/mesh-policies-webhook-proof";
        await vi.waitUntil(() => hooks[proof] !== undefined, 5000);
        expect(await hooks[proof]?.call()).toBeUndefined();
        return {};
      });
    },
  );
  expect(posted).toEqual(["canary", "canary"]);
});

it("with a problem let nothing of the mesh be registered", async () => {
  const policies = { "a.yaml": "service: shop/reviews\ntimeout: soon\n", "b.yaml": "mesh: all\ntimeuot: 3s\n" };
  expect(await said({ policies })).toEqual([
    'a.yaml:2:1: error MESH0201: `timeout` is "soon"; it must be a duration such as 500ms, 3s or 1m30s, or none; correct the document; nothing has been changed',
    expect.stringMatching(/^b\.yaml:2:1: error MESH0201: `timeuot` is not a known key; did you mean "timeout"\?; /),
  ]);
});

it("are looked at only when the mesh itself is right", async () => {
  const policies = { "a.yaml": "service: shop/reviews\ntimeout: soon\n" };
  expect(await said({ policies, gateways: { public: { replicas: 0 } } })).toEqual([
    expect.stringMatching(/^error MESH0108: `replicas` is 0/),
  ]);
});

it("expose hosts by the listeners and certificates of the mesh's gateways, and keep no key in the clear", async () => {
  const gateways = {
    "istio-ingressgateway": {
      listeners: {
        https: { protocol: "HTTPS" as const, port: 443, hosts: ["shop.example"], tls: { certificate: "shop" } },
      },
      certificates: { shop: { certManager: { issuer: "public", dnsNames: ["shop.example"] } } },
    },
  };
  const policies = {
    "a.yaml": "service: shop/reviews\nexpose: [{ gateway: istio-ingressgateway, hosts: [shop.example] }]\n",
  };
  const run = await install({ gateways, policies, applications: shop });
  const [gateway] = run.resources.filter(({ type }) => type === "kubernetes:networking.istio.io/v1:Gateway");
  const [certificate] = run.resources.filter(({ type }) => type === "kubernetes:cert-manager.io/v1:Certificate");
  expect(gateway?.inputs.spec.servers).toEqual([
    {
      port: { number: 443, name: "https", protocol: "HTTPS" },
      hosts: ["./shop.example"],
      tls: { mode: "SIMPLE", credentialName: certificate?.inputs.spec.secretName },
    },
  ]);
  expect(certificate?.inputs.metadata.namespace).toBe("istio-system");

  // Only the certificate is read: the key is an Output, as secrets are.
  const privateKey = pulumi.secret("the key");
  const { certificate: pem } = makeSelfSigned("shop.example");
  const own = { certificates: { shop: { certificate: pem, privateKey } } };
  const { resources } = await install({ gateways: { "istio-ingressgateway": own }, policies: {} });
  const hide = (_: string, value: unknown) =>
    typeof value === "object" && value !== null && Object.keys(value).join() === "secret" ? "hidden" : value;
  const kept = JSON.stringify(
    resources.map(({ inputs }) => inputs),
    hide,
  );
  expect(JSON.stringify(resources)).toContain("the key");
  expect(kept).toContain('"privateKey":"hidden"');
  expect(kept).not.toContain("the key");
});

it("are refused where a listener does not take the host", async () => {
  const listeners = { http: { protocol: "HTTP" as const, port: 80, hosts: ["*.shop.example"], namespaces: ["shop"] } };
  const policies = {
    "a.yaml": "service: shop/reviews\nexpose: [{ gateway: istio-ingressgateway, hosts: [bank.example] }]\n",
  };
  expect(await said({ gateways: { "istio-ingressgateway": { listeners } }, policies, applications: shop })).toEqual([
    expect.stringMatching(
      /^a\.yaml:2:\d+: error MESH0243: gateway istio-system\/istio-ingressgateway does not take bank\.example from namespace shop: http takes \*\.shop\.example from shop/,
    ),
  ]);
});
