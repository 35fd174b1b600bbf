// Does not prove that a page draws it. Raw Istio objects that route are no arrows of the map.
import { shopFiles } from "../shop/files.js";
import { shopManifests } from "../shop/manifests.js";
import { shopSource } from "../shop/source.js";
import { describe, expect, it } from "vitest";
import { drawMap } from "../../../src/console/map/mesh-map.js";
import { createPlanner } from "../../../src/console/planner.js";
import { loadManifests } from "../../../src/text/manifest-text.js";
import { folder, reviews, sourceOf, web } from "../memory.js";

const draw = (texts: Record<string, string>) => {
  const files = Object.entries(texts).map(([name, text]) => [`${folder}/${name}.yaml`, text]);
  return drawMap(createPlanner(sourceOf()).plan(Object.fromEntries(files) as Record<string, string>));
};
const service = (texts: Record<string, string>, name: string) =>
  draw(texts).services.find(({ id }) => id === `shop/${name}`);

describe("services", () => {
  it("are those of the applications, and those that have a document alone", () => {
    const { services } = draw({ reviews, other: "service: away/other\nselector: { app: x }\ntimeout: 1s\n" });
    expect(services.map(({ id, isDeclared }) => [id, isDeclared])).toEqual([
      ["away/other", false],
      ["shop/reviews", true],
      ["shop/web", true],
    ]);
  });

  it("say what their document says", () => {
    const text = "service: shop/reviews\nversions: { v1: { version: v1 } }\ntimeout: 3s\n";
    expect(service({ reviews: text }, "reviews")).toEqual({
      id: "shop/reviews",
      namespace: "shop",
      name: "reviews",
      ports: [{ number: 80, name: "http", protocol: "http" }],
      versions: ["v1"],
      kinds: ["versions", "timeout"],
      file: `${folder}/reviews.yaml`,
      mtls: "PERMISSIVE",
      isDeclared: true,
      findings: expect.any(Object) as object,
    });
    expect(service({}, "reviews")).toMatchObject({ versions: [], kinds: [] });
    expect(service({}, "reviews")?.file).toBeUndefined();
  });

  it.each<[string, Record<string, string>, string]>([
    ["nothing", {}, "PERMISSIVE"],
    ["the mesh", { a: "mesh: all\nmtls: { mode: STRICT }\n" }, "STRICT"],
    [
      "the namespace",
      { a: "mesh: all\nmtls: { mode: STRICT }\n---\nnamespace: shop\nmtls: { mode: DISABLE }\n" },
      "DISABLE",
    ],
    [
      "the service",
      { a: "namespace: shop\nmtls: { mode: STRICT }\n---\nservice: shop/reviews\nmtls: { mode: PERMISSIVE }\n" },
      "PERMISSIVE",
    ],
    ["another service", { a: "service: shop/web\nmtls: { mode: STRICT }\n" }, "PERMISSIVE"],
    [
      "an object beside the documents",
      {
        a: "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: default, namespace: shop }\nspec: { mtls: { mode: STRICT } }\n",
      },
      "STRICT",
    ],
    [
      "one that says nothing",
      {
        a: "mesh: all\nmtls: { mode: STRICT }\n---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: default, namespace: shop }\nspec: { mtls: { mode: UNSET } }\n",
      },
      "STRICT",
    ],
    [
      "several that contradict each other",
      {
        a: `${["STRICT", "DISABLE"].map((mode) => `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: ${mode.toLowerCase()}, namespace: shop }\nspec: { mtls: { mode: ${mode} } }\n`).join("---\n")}`,
      },
      "UNKNOWN",
    ],
    [
      "a selector of the mesh's namespace, which counts there alone",
      {
        a: "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: a, namespace: istio-system }\nspec: { selector: { matchLabels: { app: reviews } }, mtls: { mode: STRICT } }\n",
      },
      "PERMISSIVE",
    ],
  ])("have the mTLS mode of %s", (_, texts, mode) => {
    expect(service(texts, "reviews")?.mtls).toBe(mode);
  });

  it("have no one mTLS mode where a policy is for some of their pods", () => {
    const policy =
      "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: a, namespace: shop }\nspec: { selector: { matchLabels: { version: v1 } }, mtls: { mode: STRICT } }\n";
    const { services } = drawMap(createPlanner(shopSource(shopManifests)).plan({ [`${folder}/a.yaml`]: policy }));
    expect(services.map(({ name, mtls }) => [name, mtls])).toEqual([
      ["details", "STRICT"],
      ["productpage", "STRICT"],
      ["ratings", "STRICT"],
      ["reviews", "MIXED"],
    ]);
  });

  it("have the findings about their pods", () => {
    // `access` of ratings alone: the pods of details let in every caller.
    const { services } = drawMap(createPlanner(shopSource(shopManifests)).plan(shopFiles));
    expect(services.map(({ name, findings }) => [name, findings.warning])).toEqual([
      ["details", 1],
      ...["productpage", "ratings", "reviews"].map((name) => [name, 0]),
    ]);
  });

  it("have the findings of their document, whichever of the file it is", () => {
    const text = `${web}---\nservice: shop/reviews\nroutes: [{ name: default, to: { v9: 100 } }]\n---\nnamespace: shop\ntimeout: 1s\n`;
    expect(service({ all: text }, "reviews")?.findings.error).toBe(1);
    expect(service({ all: text }, "web")?.findings.error).toBe(0);
  });
});

it("gateways have their listeners", () => {
  expect(draw({}).gateways).toEqual([
    {
      id: "istio-system/istio-ingressgateway",
      namespace: "istio-system",
      name: "istio-ingressgateway",
      listeners: [{ name: "http", protocol: "HTTP", port: 80 }],
    },
  ]);
});

it("arrows are calls, routes, mirrors, exposures and ways out", () => {
  const text = `service: shop/web
calls: [shop/reviews, { host: api.example.com, port: 443 }, { host: b.example.com, port: 443, through: istio-ingressgateway }]
routes:
  - { name: part, match: [{ uri: { prefix: /r } }], to: { shop/reviews: 20, shop/web: 80 } }
  - { name: default, mirror: { to: shop/reviews } }
fallback: { to: shop/reviews }
expose:
  - { gateway: istio-ingressgateway, hosts: [a.example.com, b.example.com] }
`;
  const { edges, hosts } = draw({ web: text });
  expect(edges).toEqual([
    { kind: "call", from: "shop/web", to: "shop/reviews" },
    { kind: "egress", from: "shop/web", to: "api.example.com" },
    { kind: "egress", from: "shop/web", to: "istio-system/istio-ingressgateway", label: "b.example.com" },
    { kind: "egress", from: "istio-system/istio-ingressgateway", to: "b.example.com" },
    { kind: "route", from: "shop/web", to: "shop/reviews", label: "fallback" },
    { kind: "route", from: "shop/web", to: "shop/reviews", label: "20 %" },
    { kind: "route", from: "shop/web", to: "shop/web", label: "80 %" },
    { kind: "mirror", from: "shop/web", to: "shop/reviews" },
    {
      kind: "expose",
      from: "istio-system/istio-ingressgateway",
      to: "shop/web",
      label: "a.example.com, b.example.com",
    },
  ]);
  expect(hosts).toEqual(["api.example.com", "b.example.com"]);
});

it("defaults are the documents of namespaces and of the mesh", () => {
  expect(draw({ a: "mesh: all\ntimeout: 1s\n---\nnamespace: shop\nmtls: { mode: STRICT }\n" }).defaults).toEqual([
    { type: "mesh", id: "all", file: `${folder}/a.yaml`, kinds: ["timeout"] },
    { type: "namespace", id: "shop", file: `${folder}/a.yaml`, kinds: ["mtls"] },
  ]);
});

it("five hundred services are all there, and a stack that stays as it is is planned once", () => {
  const names = Array.from({ length: 500 }, (_, index) => `s${index}`);
  const services = names.map(
    (name) =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }\n`,
  );
  const { manifests } = loadManifests(services.join("---\n"), "shop.yaml");
  const texts = Object.fromEntries(
    names.map((name, index) => {
      const text = `service: shop/${name}\ntimeout: 3s\ncalls: [shop/s${(index + 1) % 500}]\n`;
      return [`${folder}/${name}.yaml`, text];
    }),
  );
  const planner = createPlanner(sourceOf(manifests));
  const map = drawMap(planner.plan(texts));
  expect([map.services.length, map.edges.length]).toEqual([500, 500]);
  expect(planner.plan({ ...texts })).toBe(planner.plan(texts));
});
