// Does not prove that any pod has these labels: test/e2e/policy/versions.test.ts does.
import { expect, it } from "vitest";
import { compileText, list } from "../compile-text.js";

const host = "reviews.shop.svc.cluster.local";

it("is one object a version, in the service's namespace", () => {
  const { manifests, said } = compileText(
    "service: shop/reviews\nversions: { v1: { version: v1 }, v2-beta: { app.example/track: beta, version: v2 } }\n",
  );
  expect(said).toEqual([]);
  const create = (name: string, labels: object) => ({
    apiVersion: "networking.istio.io/v1",
    kind: "DestinationRule",
    metadata: { name: `reviews.${name}`, namespace: "shop" },
    spec: { host, subsets: [{ name, labels }] },
  });
  expect(manifests).toEqual([
    create("v1", { version: "v1" }),
    create("v2-beta", { "app.example/track": "beta", version: "v2" }),
  ]);
});

it("is the same for TCP and gRPC, and for a service that the stack does not declare", () => {
  for (const name of ["shop/database", "shop/ratings", "elsewhere/api"]) {
    const { manifests, said } = compileText(`service: ${name}\nversions: { v1: { version: v1 } }\n`);
    expect([list(manifests), said]).toEqual([[`DestinationRule ${name}.v1`], []]);
  }
});

it("adds an object for one more version, and changes no other", () => {
  const compileVersions = (versions: string) =>
    compileText(`service: shop/reviews\nversions: { ${versions} }\n`).manifests;
  const before = compileVersions("v1: { version: v1 }");
  const after = compileVersions("v1: { version: v1 }, v2: { version: v2 }");
  expect(after.slice(0, 1)).toEqual(before);
  expect(list(after)).toEqual(["DestinationRule shop/reviews.v1", "DestinationRule shop/reviews.v2"]);
});

it.each([
  ["{ V1: { version: v1 } }", 'is {"version":"v1"}; a version\'s name has lower-case letters, digits and -', ".V1"],
  ["{ v1: {} }", "is {}; name at least one label", ".v1"],
  [
    "{ v1: { version: a b } }",
    'is "a b"; it must be a label\'s value: letters, digits, -, _ and ., at most 63',
    ".v1.version",
  ],
  ["{ v1: { -a: b } }", 'is "b"; it must be a label\'s name, such as version', ".v1.-a"],
])("%s is refused", (value, message, path) => {
  const { said } = compileText(`service: shop/reviews\nversions: ${value}\n`);
  expect(said.map((one) => one.replace(/^shop.yaml:2:\d+: /, ""))).toEqual([
    `error MESH0201: \`versions${path}\` ${message}; correct the document; nothing has been changed`,
  ]);
});

it("takes a label that looks like a number in quotes alone", () => {
  expect(compileText("service: shop/reviews\nversions: { v1: { version: 1.10 } }\n").said).toEqual([
    'shop.yaml:2:19: error MESH0162: `versions.v1.version` is 1.1; it must be a string; put it in quotes: "1.10"',
  ]);
});

it("is a service's alone", () => {
  expect(compileText("namespace: shop\nversions: { v1: { version: v1 } }\n").said[0]).toContain(
    "`versions` is not a known key",
  );
});
