// Pulumi's mocks. Does not prove that the engine obeys the options, nor that no request is lost: the end-to-end tests do.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { TrafficPolicies, type TrafficPoliciesArgs } from "../../src/components/traffic-policies.js";
import { loadManifests } from "../../src/text/manifest-text.js";
import { shop, testMesh } from "../policy/compile-text.js";
import { find, list, Other, runProgram, useFolders, type Run } from "./engine.js";

useFolders();

const versions = ["v1", "v2"].map(
  (version) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews-${version}, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: ${version} } }, spec: { containers: [{ name: a }] } } }
`,
);
const applications = [...shop, ...loadManifests(versions.join("---"), "versions.yaml").manifests];

const documents = {
  "reviews.yaml": `
service: shop/reviews
versions: { v1: { version: v1 }, v2: { version: v2 } }
routes: [{ name: default, to: { v1: 90, v2: 10 }, weightsOwnedBy: rollouts }]
`,
  "others.yaml": "service: shop/ratings\ntimeout: 3s\n---\nnamespace: shop\nmtls: { mode: STRICT }\n",
};

const make = (args: Partial<TrafficPoliciesArgs> = {}) =>
  runProgram(() => {
    const mesh = new Other("mesh");
    const inputs = { kubeconfig: "the kubeconfig", documents, applications, ...args };
    return { objects: new TrafficPolicies("policies", inputs, { dependsOn: mesh }).objects };
  });

/** `<Kind>/<namespace>/<name>` of every object of the policies. */
const objects = (run: Run) =>
  run.resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ name }) => name.replace("policies-", ""))
    .sort();

describe("what policies register", () => {
  const proof = "TrafficPolicies/policies-webhook-proof";
  const [settled, written, tightened, ...ofAccess] = [
    ...["versions-with-proxies", "written", "mutual-tls-with-proxies", "access-with-proxies", "access-written"],
  ].map((name) => `TrafficPolicies/policies-${name}`);
  const before = (...hooks: unknown[]) => ({
    parent: "policies",
    beforeCreate: [proof, ...hooks],
    beforeUpdate: [proof, ...hooks],
  });
  const after = (...hooks: unknown[]) => ({ afterCreate: hooks, afterUpdate: hooks });

  it("is one resource an object, the routes after what they lead to", async () => {
    const run = await make();
    expect(list(run)).toEqual([
      "test:index:Other mesh",
      "pulumi-istio:index:TrafficPolicies policies",
      "kubernetes:networking.istio.io/v1:DestinationRule policies-DestinationRule/shop/reviews.v1",
      "kubernetes:networking.istio.io/v1:DestinationRule policies-DestinationRule/shop/reviews.v2",
      "kubernetes:security.istio.io/v1:PeerAuthentication policies-PeerAuthentication/shop/default",
      "kubernetes:networking.istio.io/v1:VirtualService policies-VirtualService/shop/ratings",
      "kubernetes:networking.istio.io/v1:VirtualService policies-VirtualService/shop/reviews",
      "kubernetes:networking.istio.io/v1:VirtualService policies-VirtualService/shop/reviews.default",
    ]);
    const first = ["DestinationRule/shop/reviews.v1", "DestinationRule/shop/reviews.v2"];
    const others = ["PeerAuthentication/shop/default", "VirtualService/shop/reviews.default"];
    const all = [...first, ...others].map((name) => `policies-${name}`);
    const waitsFor = (name: string) => find(run, `policies-${name}`).dependsOn;
    for (const name of [...first, ...others]) expect(waitsFor(name)).toEqual([]);
    for (const name of ["ratings", "reviews"]) expect(waitsFor(`VirtualService/shop/${name}`)).toEqual(all);
    // The engine makes objects after the component that they are of, and removes them before it.
    expect(find(run, "policies").dependsOn).toEqual(["mesh"]);
    expect(run.outputs).toEqual({
      objects: [
        "DestinationRule shop/reviews.v1",
        "DestinationRule shop/reviews.v2",
        "VirtualService shop/ratings",
        "VirtualService shop/reviews",
        "VirtualService shop/reviews.default",
        "PeerAuthentication shop/default",
      ],
    });
    expect(find(run, "policies").outputs).toEqual(run.outputs);
  });

  it.each([
    ["DestinationRule/shop/reviews.v1", { ...before(), ...after(written) }],
    ["VirtualService/shop/reviews", { ...before(settled), ...after(written) }],
    ["VirtualService/shop/reviews.default", { ...before(), ...after(written) }],
    ["PeerAuthentication/shop/default", { ...before(), beforeUpdate: [proof, tightened], ...after() }],
  ])(
    "waits for the webhooks before %s, and for the proxies before routes that depend on them",
    async (name, options) => {
      const run = await make();
      expect(find(run, `policies-${name}`)).toMatchObject(options);
      expect(Object.keys(run.hooks).sort()).toEqual([settled, proof, written, tightened, ...ofAccess].sort());
      expect(Object.values(run.hooks).filter(({ onDryRun }) => onDryRun)).toEqual([]);
    },
  );

  it("writes weights that someone else changes once", async () => {
    const run = await make();
    const ignoring = run.resources.filter(({ ignoreChanges }) => ignoreChanges.length > 0);
    expect(ignoring.map(({ name, ignoreChanges }) => [name, ignoreChanges])).toEqual([
      ["policies-VirtualService/shop/reviews.default", ["spec"]],
    ]);
  });

  it("is named after the component, and lists in an order of its own", async () => {
    const reversed = Object.fromEntries(Object.entries(documents).reverse());
    expect((await make({ documents: reversed })).outputs).toEqual((await make()).outputs);
    const run = await runProgram(() => {
      for (const name of ["one", "two"]) new TrafficPolicies(name, { kubeconfig: "", documents, applications });
      return {};
    });
    expect(new Set(list(run)).size).toBe(14);
    expect(Object.keys(run.hooks).length).toBe(12);
  });

  it("is nothing without documents", async () => {
    const run = await make({ documents: {} });
    expect(list(run)).toEqual(["test:index:Other mesh", "pulumi-istio:index:TrafficPolicies policies"]);
    expect(run.outputs).toEqual({ objects: [] });
  });
});

describe("inputs", () => {
  it("of the component are none: documents and the kubeconfig are not in the state with it", async () => {
    const { inputs } = find(await make(), "policies");
    expect(inputs).toEqual({});
  });

  it("of an object are the object, with the label that says who manages it", async () => {
    const { inputs, version, provider } = find(await make(), "policies-VirtualService/shop/ratings");
    expect({ inputs, version, provider }).toEqual({
      inputs: {
        apiVersion: "networking.istio.io/v1",
        kind: "VirtualService",
        metadata: { name: "ratings", namespace: "shop", labels: { "app.kubernetes.io/managed-by": "pulumi-istio" } },
        spec: {
          hosts: ["ratings.shop.svc.cluster.local"],
          http: [
            { name: "default", route: [{ destination: { host: "ratings.shop.svc.cluster.local" } }], timeout: "3s" },
          ],
        },
      },
      version: "4.25.0",
      provider: undefined,
    });
  });

  it("may be documents in TypeScript, alone or in a list, and Kubernetes objects beside them", async () => {
    const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "map", namespace: "shop" } };
    const run = await make({
      documents: { one: { service: "shop/ratings", timeout: "3s" }, more: [{ namespace: "shop", timeout: "2s" }, map] },
    });
    expect(objects(run)).toEqual([
      "ConfigMap/shop/map",
      ...["mixed", "productpage", "ratings", "reviews"].map((name) => `VirtualService/shop/${name}`),
    ]);
    const timeouts = ["ratings", "reviews"].map(
      (name) => find(run, `policies-VirtualService/shop/${name}`).inputs.spec.http[0].timeout as unknown,
    );
    expect(timeouts).toEqual(["3s", "2s"]);
  });

  it("say where policies of the whole mesh live", async () => {
    const mesh = { documents: { "mesh.yaml": "mesh: default\nmtls: { mode: STRICT }\n" } };
    expect(objects(await make(mesh))).toEqual(["PeerAuthentication/istio-system/default"]);
    expect(objects(await make({ ...mesh, rootNamespace: "mesh" }))).toEqual(["PeerAuthentication/mesh/default"]);
  });

  it("say which gateways and extension providers there are", async () => {
    const exposed = "service: shop/reviews\nexpose: [{ gateway: ingress/public, hosts: [shop.example] }]\n";
    const authorized = "service: shop/ratings\nexternalAuthorization: { provider: oauth2-proxy }\n";
    const given = { "reviews.yaml": exposed, "ratings.yaml": authorized };
    const gateways = Object.fromEntries(testMesh.gateways.map(({ name, ...gateway }) => [name, gateway]));
    const run = await make({ documents: given, gateways, extensionProviders: ["oauth2-proxy"] });
    expect(objects(run)).toEqual([
      "AuthorizationPolicy/shop/ratings.external-authorization",
      "Gateway/ingress/shop-example-public",
      "VirtualService/ingress/shop.example.public",
    ]);
    const { inputs } = find(run, "policies-Gateway/ingress/shop-example-public");
    expect(inputs.spec.selector).toEqual({ app: "public", istio: "public" });
  });
});

describe("problems", () => {
  const refused = async (args: Partial<TrafficPoliciesArgs>) => {
    let said: unknown;
    const run = await runProgram(() => {
      try {
        new TrafficPolicies("policies", { kubeconfig: "", documents: {}, applications: shop, ...args });
      } catch (error) {
        said = error;
      }
      return {};
    });
    expect(list(run)).toEqual([]);
    expect(run.hooks).toEqual({});
    expect(said).toBeInstanceOf(pulumi.RunError);
    return (said as Error).message.split("\n");
  };
  const remedy = "correct the document; nothing has been changed";

  it("of all documents come at once, and nothing is registered", async () => {
    const wrong = {
      "a.yaml": "service: shop/reviews\ntimeout: soon\n---\nmesh: [\n",
      "b.yaml": "service: shop/ratings\n---\nservice: shop/ratings\n",
      c: { namespace: "shop", timeout: 5 },
    };
    expect(await refused({ documents: wrong })).toEqual([
      `a.yaml:2:1: error MESH0201: \`timeout\` is "soon"; it must be a duration such as 500ms, 3s or 1m30s, or none; ${remedy}`,
      `a.yaml:5:1: error MESH0201: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; ${remedy}`,
      `c: error MESH0201: \`timeout\` is 5; it must be a duration with a unit, as in "3s"; ${remedy}`,
      'b.yaml:3:1: error MESH0202: "service: shop/ratings" already has a document, in b.yaml:1; make one of the two',
    ]);
  });

  it("of documents that can all be read are those between them", async () => {
    const wrong = {
      "a.yaml": "service: shop/reviews\nroutes: [{ name: default, to: { v1: 100 } }]\n",
      "b.yaml": "service: shop/database\ntimeout: 3s\n",
    };
    expect(await refused({ documents: wrong })).toEqual([
      "b.yaml:2:1: error MESH0204: timeout works for http and grpc, and the ports of shop/database are 5432 tcp; remove it, or name the port's protocol by its appProtocol",
      'a.yaml:2:33: error MESH0203: "v1" is not a version of shop/reviews; it has no versions; correct the name, or declare it',
    ]);
  });

  it("are those of unknown gateways and extension providers too, unless these are not known", async () => {
    const wrong = { "a.yaml": "service: shop/ratings\nexternalAuthorization: { provider: oauth-proxy }\n" };
    expect(await refused({ documents: wrong, extensionProviders: ["oauth2-proxy"] })).toEqual([
      expect.stringMatching(/^a\.yaml:2:\d+: error MESH0203: .*oauth2-proxy/),
    ]);
    expect(objects(await make({ documents: wrong }))).toEqual([
      "AuthorizationPolicy/shop/ratings.external-authorization",
    ]);
  });
});
