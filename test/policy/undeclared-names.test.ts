// Does not prove that what is not declared is not there: others may own objects in the same cluster.
import { expect, it } from "vitest";
import { loadManifests } from "../../src/text/manifest-text.js";
import type { MeshFacts } from "../../src/policy/kind.js";
import { compileText, testMesh } from "./compile-text.js";

const service = (name: string, namespace: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }\n`;
const declared = loadManifests(
  [service("catalog", "t-shop"), service("cart", "t-shop")].join("---\n"),
  "apps.yaml",
).manifests;
const mesh: MeshFacts = { ...testMesh, namespaces: ["t-shop", "empty"] };
const say = (text: string, known = { declared, mesh }) => compileText(text, known).said;

const ofService =
  "correct the name, or add `selector` with the labels of its pods where somebody else makes the Service";
const ofNamespace = "correct the name, or declare the namespace under `namespaces` of the stack";

it("warns of a Service that a namespace with others does not have", () => {
  expect(say("service: t-shop/catalogue\ntimeout: 3s\n")).toEqual([
    `shop.yaml:1:1: warning MESH0262: the stack declares no Service catalogue in the namespace t-shop; did you mean "catalog"?; ${ofService}`,
  ]);
  expect(say("service: t-shop/checkout\ntimeout: 3s\n")).toEqual([
    `shop.yaml:1:1: warning MESH0262: the stack declares no Service checkout in the namespace t-shop; ${ofService}`,
  ]);
});

it("says nothing of a Service that may be somebody else's", () => {
  expect(say("service: t-shop/catalog\ntimeout: 3s\n")).toEqual([]);
  expect(say("service: t-shop/catalogue\nselector: { app: catalogue }\ntimeout: 3s\n")).toEqual([]);
  expect(say("service: empty/catalogue\ntimeout: 3s\n")).toEqual([]);
  expect(say("service: elsewhere/catalogue\ntimeout: 3s\n")).toEqual([]);
  expect(say("service: istio-system/egress\ntimeout: 3s\n")).toEqual([]);
  expect(say("service: t-shop/catalogue\ntimeout: 3s\n", { declared: [], mesh })).toEqual([]);
});

it("says once that a Service is missing, where more needs it", () => {
  expect(say("service: t-shop/catalogue\ncalls: []\n").map((line) => line.split(": ")[1])).toEqual(["error MESH0207"]);
});

it("warns of a namespace that is a slip, wherever it is named", () => {
  const slip = `nothing declares the namespace t-shopp; did you mean "t-shop"?; ${ofNamespace}`;
  expect(say("namespace: t-shopp\nmtls: { mode: STRICT }\n")).toEqual([`shop.yaml:1:1: warning MESH0263: ${slip}`]);
  expect(say("service: t-shopp/cart\ntimeout: 3s\n")).toEqual([`shop.yaml:1:1: warning MESH0263: ${slip}`]);
  expect(say("service: t-shop/cart\naccess: { allow: [{ from: [t-shopp/*] }] }\n")).toEqual([
    `shop.yaml:2:28: warning MESH0263: ${slip}`,
  ]);
  const routes =
    "routes: [{ name: a, match: [{ sourceNamespace: t-shopp }], to: { t-shop/catalog: 100 } }, { name: b }]";
  expect(say(`service: t-shop/cart\n${routes}\n`)).toEqual([`shop.yaml:2:31: warning MESH0263: ${slip}`]);
});

it("warns of defaults for a namespace without a service, and of nothing else that is unknown", () => {
  expect(say("namespace: payments\ntimeout: 3s\n")).toEqual([
    `shop.yaml:1:1: warning MESH0263: nothing declares the namespace payments, and the document makes no object; ${ofNamespace}`,
  ]);
  expect(say("namespace: payments\nmtls: { mode: STRICT }\n")).toEqual([]);
  expect(say("namespace: payments\ntimeout: 3s\n---\nservice: payments/api\nretries: { attempts: 2 }\n")).toEqual([]);
  expect(say("namespace: t-shopp\ntimeout: 3s\n", { declared: [], mesh: testMesh })).toEqual([]);
});
