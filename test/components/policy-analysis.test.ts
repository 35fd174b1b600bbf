// Pulumi's mocks: what the analysis does in a preview. Does not prove that the engine stops: the end-to-end tests do.
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Mesh, type MeshArgs } from "../../src/components/mesh.js";
import { TrafficPolicies, type TrafficPoliciesArgs } from "../../src/components/traffic-policies.js";
import { loadManifests, placeInNamespace } from "../../src/text/manifest-text.js";
import { shop } from "../policy/compile-text.js";
import { runProgram, useFolders } from "./engine.js";

useFolders();
const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
const info = vi.spyOn(pulumi.log, "info").mockResolvedValue();

afterEach(() => {
  vi.clearAllMocks();
});

/** A route to nowhere (error), weights that do not sum to 100 (warning). */
const raw = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - { destination: { host: nowhere }, weight: 50 }
        - { destination: { host: reviews }, weight: 40 }
`;
const toNowhere =
  'a.yaml:9:28: error IST0101: no Service and no ServiceEntry that is seen from namespace shop has the host "nowhere"; name an existing object, or declare the named one';
const weights = expect.stringMatching(/^a\.yaml:8:\d+: warning MESH0311: the weights /);
const suppressions = [{ code: "IST0101", resource: "VirtualService reviews.shop", reason: "of another stack" }];

interface Outcome {
  /** Lines of the error that stopped it. */
  stopped: string[];
  registered: string[];
  /** The lines of what was logged, each message with the name of its resource. */
  logged: { lines: string[]; resource: string | undefined }[];
}

async function run(create: () => pulumi.Resource): Promise<Outcome> {
  let stopped: string[] = [];
  const { resources } = await runProgram(() => {
    try {
      create();
    } catch (error) {
      expect(error).toBeInstanceOf(pulumi.RunError);
      stopped = (error as Error).message.split("\n");
    }
    return {};
  });
  const logged = await Promise.all(
    warn.mock.calls.map(async ([text, resource]) => {
      return { lines: text.split("\n"), resource: resource && (await nameOf(resource)) };
    }),
  );
  return { stopped, registered: resources.map(({ name }) => name), logged };
}

function nameOf({ urn }: pulumi.Resource): Promise<string | undefined> {
  return new Promise((resolve) => urn.apply((text) => resolve(text.split("::").at(-1))));
}

const policies = (args: Partial<TrafficPoliciesArgs>) =>
  run(
    () =>
      new TrafficPolicies("policies", { kubeconfig: "", documents: { "a.yaml": raw }, applications: shop, ...args }),
  );
const mesh = (args: Partial<MeshArgs>) =>
  run(() => new Mesh("mesh", { kubeconfig: "", policies: { "a.yaml": raw }, applications: shop, ...args }));

describe.each([["TrafficPolicies", policies] as const, ["Mesh", mesh] as const])("%s", (component, create) => {
  it("stops on errors before anything is registered, all at once", async () => {
    const twice = raw.replace("host: reviews }", "host: nobody }");
    const documents = { "a.yaml": twice };
    const { stopped, registered, logged } = await create(
      component === "Mesh" ? { policies: documents } : { documents },
    );
    expect(stopped).toEqual([toNowhere, expect.stringMatching(/^a\.yaml:10:28: error IST0101: .*"nobody"/)]);
    expect({ registered, logged }).toEqual({ registered: [], logged: [] });
  });

  it("logs all warnings at once, beside the policies", async () => {
    const { stopped, registered, logged } = await create({ analysis: { suppressions } });
    const name = component === "Mesh" ? "mesh-policies" : "policies";
    expect(stopped).toEqual([]);
    expect(registered).toContain(`${name}-VirtualService/shop/reviews`);
    expect(logged).toEqual([{ lines: ["1 finding", weights], resource: name }]);
    expect(info).not.toHaveBeenCalled();
  });

  it("stops at the level that is asked for", async () => {
    expect((await create({ analysis: { failOn: "warning" } })).stopped).toEqual([weights, toNowhere]);
    const { stopped, logged } = await create({ analysis: { failOn: "never" } });
    expect(stopped).toEqual([]);
    expect(logged.map(({ lines }) => lines)).toEqual([["2 findings", toNowhere, weights]]);
  });

  it("stops on documents that cannot be used, whatever is asked for", async () => {
    const documents = { "a.yaml": "service: shop/reviews\ntimeout: soon\n" };
    const analysis = { failOn: "never" } as const;
    const { stopped } = await create(
      component === "Mesh" ? { policies: documents, analysis } : { documents, analysis },
    );
    expect(stopped).toEqual([expect.stringMatching(/^a\.yaml:2:1: error MESH0201: `timeout` is "soon"/)]);
  });

  it("says which suppressions cannot be meant, and which leave out nothing", async () => {
    const wrong = [{ code: "IST9999", resource: "*", reason: "none" }];
    expect((await create({ analysis: { suppressions: wrong } })).stopped).toEqual([
      expect.stringMatching(/^error MESH0125: there is no code IST9999/),
      toNowhere,
    ]);
    const unused = [...suppressions, { code: "IST0102", resource: "*", reason: "none" }];
    const { logged } = await create({ analysis: { suppressions: unused } });
    expect(logged.map(({ lines }) => lines)).toEqual([
      ["2 findings", weights, expect.stringMatching(/^warning MESH0301: .*IST0102/)],
    ]);
  });
});

describe("Mesh", () => {
  it("looks at fields by the definitions that it is given", async () => {
    const open = { "x-kubernetes-preserve-unknown-fields": true };
    const definitions = [
      {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: "sidecars.networking.istio.io" },
        spec: {
          group: "networking.istio.io",
          names: { kind: "Sidecar" },
          versions: [
            {
              name: "v1",
              served: true,
              schema: {
                openAPIV3Schema: {
                  type: "object",
                  properties: { spec: { type: "object", properties: { ingress: open, egress: open } } },
                },
              },
            },
          ],
        },
      },
    ];
    const slip = `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: { name: default, namespace: shop }\nspec: { egress: [{ hosts: ["./*"] }], ingres: [] }\n`;
    expect((await mesh({ policies: { "a.yaml": slip } })).stopped).toEqual([]);
    expect((await mesh({ policies: { "a.yaml": slip }, definitions })).stopped).toEqual([
      expect.stringMatching(/^a\.yaml:4:\d+: error IST0106: `spec\.ingres`.*did you mean "ingress"/),
    ]);
  });

  it("knows its own namespaces, gateways and mesh configuration", async () => {
    const gateway = (name: string, port: number) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: shop }
spec: { selector: { istio: ${name} }, servers: [{ port: { number: ${port}, name: http, protocol: HTTP }, hosts: [${name}.example] }] }
`;
    const documents = {
      "a.yaml": [gateway("public", 80), gateway("ingressgateway", 80), gateway("public", 99)].join("---"),
    };
    const text = documents["a.yaml"].replace(
      "metadata: { name: public, namespace: shop }\nspec: { selector: { istio: public }, servers: [{ port: { number: 99",
      "metadata: { name: third, namespace: shop }\nspec: { selector: { istio: public }, servers: [{ port: { number: 99",
    );
    const { stopped, logged } = await mesh({
      policies: { "a.yaml": text },
      controlPlane: { profile: "minimal" },
      gateways: { public: { namespace: "edge" } },
    });
    // The profile has no gateway of its own, so nothing stands for Istio's.
    expect(stopped).toEqual([
      expect.stringMatching(/^a\.yaml:10:\d+: error IST0101: the selector istio=ingressgateway matches no pods/),
    ]);
    expect(logged).toEqual([]);
    const once = await mesh({ policies: { "a.yaml": text }, gateways: { public: { namespace: "edge" } } });
    expect(once.logged.map(({ lines }) => lines)).toEqual([
      [
        "1 finding",
        expect.stringMatching(
          /^a\.yaml:15:\d+: warning IST0162: no Service routes to port 99 of the pods istio=public; their Services have /,
        ),
      ],
    ]);
  });

  it("analyzes applications without policies too, and says where they stand", async () => {
    const wrong =
      "apiVersion: v1\nkind: Service\nmetadata: { name: api, annotations: { sidecar.istio.io/injekt: 'true' } }\nspec: { ports: [{ name: http, port: 80 }] }\n";
    const applications = loadManifests(wrong, "apps/api.yaml").manifests.map((one) => placeInNamespace(one, "shop"));
    const { logged } = await mesh({ policies: undefined, applications });
    expect(logged).toEqual([
      { lines: ["1 finding", expect.stringMatching(/^apps\/api\.yaml:3:\d+: warning IST0108: /)], resource: "mesh" },
    ]);
  });
});
