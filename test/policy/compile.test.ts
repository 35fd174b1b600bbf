// Does not prove that Istio accepts the objects: the live tests do, by its webhook.
import fc from "fast-check";
import { expect, it } from "vitest";
import { loadManifests } from "../../src/text/manifest-text.js";
import { compile } from "../../src/policy/compile.js";
import { compileText, list, shop, testMesh } from "./compile-text.js";

const documents = [
  "mesh: default\ntimeout: 9s\n",
  "namespace: shop\nloadBalancer: { simple: RANDOM }\n",
  "service: shop/reviews\nversions: { v2: { version: v2 }, v1: { version: v1 } }\n",
  "service: shop/ratings\ntimeout: 1s\nroutes: [{ name: a, match: [{ port: 50051 }] }]\n",
  "service: bank/accounts\nconnectionPool: { tcp: { maxConnections: 1 } }\n",
  "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n",
];

it("makes the same bytes of the same documents, in whatever order they stand", () => {
  const expected = JSON.stringify(compileText(documents.join("---\n")));
  fc.assert(
    fc.property(fc.shuffledSubarray(documents, { minLength: documents.length }), (shuffled) => {
      expect(JSON.stringify(compileText(shuffled.join("---\n")))).toBe(expected);
    }),
  );
});

it("makes one VirtualService and one DestinationRule a service, beside what is written by hand", () => {
  const { manifests, said } = compileText(documents.join("---\n"));
  expect(said).toEqual([]);
  const names = ["mixed", "productpage", "ratings", "reviews"];
  const of = (kind: string) => list(manifests.filter((manifest) => manifest.kind === kind));
  expect(of("VirtualService")).toEqual(
    ["accounts", ...names].map((name) => `VirtualService ${name === "accounts" ? "bank" : "shop"}/${name}`),
  );
  expect(of("DestinationRule").sort()).toEqual([
    "DestinationRule bank/accounts",
    "DestinationRule shop/database",
    ...names.map((name) => `DestinationRule shop/${name}`),
    "DestinationRule shop/reviews.v1",
    "DestinationRule shop/reviews.v2",
  ]);
  expect(of("ConfigMap")).toEqual(["ConfigMap shop/a"]);
});

it("changes only the objects of the service whose document changes", () => {
  const before = compileText(documents.join("---\n")).manifests;
  const after = compileText(documents.join("---\n").replace("timeout: 1s", "timeout: 2s")).manifests;
  const changed = after.filter((manifest) => !before.some((one) => JSON.stringify(one) === JSON.stringify(manifest)));
  expect(list(changed)).toEqual(["VirtualService shop/ratings"]);
});

it("refuses an object that is written by hand too, beside the documents or in the stack", () => {
  const text = "service: shop/reviews\ntimeout: 3s\n";
  const byHand =
    "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: reviews, namespace: shop }\nspec: {}\n";
  const message = "error MESH0208: a policy document makes VirtualService shop/reviews too; remove one of the two";
  expect(compileText(`${text}---\n${byHand}`).said).toEqual([`shop.yaml:4:1: ${message}`]);
  const declared = loadManifests(byHand, "stack.yaml").manifests;
  expect(compileText(text, { declared }).said).toEqual([expect.stringContaining(message)]);
});

it("knows a service that stands beside the documents, and one by its document alone", () => {
  const service =
    "apiVersion: v1\nkind: Service\nmetadata: { name: raw, namespace: shop }\nspec: { ports: [{ port: 1, name: tcp }] }\n";
  const { manifests } = compileText(`namespace: shop\ntimeout: 3s\n---\n${service}---\nservice: shop/unknown\n`);
  const names = list(manifests.filter(({ kind }) => kind === "VirtualService"));
  expect(names).toContain("VirtualService shop/unknown");
  expect(names).not.toContain("VirtualService shop/raw");
});

it("tells once what is wrong with a default, for however many services it counts", () => {
  const { said } = compileText("namespace: shop\noutlierDetection: {}\n");
  expect(said).toHaveLength(1);
});

it("asks no object for its place that does not clash: that reads its document again", () => {
  const locate = () => {
    throw new Error("asked");
  };
  const { findings } = compile({
    documents: [],
    manifests: shop.map((manifest) => ({ manifest, locate })),
    declared: [],
    mesh: testMesh,
  });
  expect(findings).toEqual([]);
});
