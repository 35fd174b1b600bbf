// Does not prove that a value has an effect: each kind's live test does.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { PolicyDocument } from "../../src/policy/documents/document.js";
import { computeEffective, findChain, findLooser, isApplicable } from "../../src/policy/effective.js";
import { versions } from "../../src/policy/kinds/versions.js";
import { timeout } from "../../src/policy/kinds/timeout.js";
import { createUndeclaredService, type Protocol } from "../../src/policy/service/service.js";

const create = (
  type: PolicyDocument["type"],
  id: string,
  values: object,
  tightenOnly: string[] = [],
): PolicyDocument => ({
  type,
  id,
  values: values as PolicyDocument["values"],
  tightenOnly,
  locate: (path) => ({ file: `${id}#${path.join(".")}` }),
});

it("goes from the mesh to the namespace to the service, by what there is", () => {
  const mesh = create("mesh", "any", { timeout: "3s", versions: {} });
  const shop = create("namespace", "shop", { timeout: "2s" });
  const reviews = create("service", "shop/reviews", { timeout: "1s" });
  const all = [reviews, create("service", "shop/other", {}), create("namespace", "bank", {}), shop, mesh];
  expect(findChain(all, "shop", "reviews")).toEqual([mesh, shop, reviews]);
  expect(findChain(all, "shop")).toEqual([mesh, shop]);
  expect(findChain(all, undefined)).toEqual([mesh]);
  expect(findChain([shop], "bank", "a")).toEqual([]);
  expect(Object.fromEntries(computeEffective([mesh, shop, reviews]))).toEqual({
    timeout: { value: "1s", document: reviews },
    versions: { value: {}, document: mesh },
  });
});

it("finds a looser value wherever it stands, and only such", () => {
  const seconds = fc.integer({ min: 1, max: 100 });
  fc.assert(
    fc.property(seconds, seconds, seconds, (outer, inner, route) => {
      const chain = [
        create("namespace", "shop", { timeout: `${outer}s` }, ["timeout"]),
        create("service", "shop/reviews", { timeout: `${inner}s`, routes: [{}, { timeout: `${route}s` }] }),
      ];
      const expected = [
        ...(inner > outer ? ["shop/reviews#timeout"] : []),
        ...(route > outer ? ["shop/reviews#routes.1.timeout"] : []),
      ];
      expect(findLooser(chain).map(({ file }) => file)).toEqual(expected);
    }),
  );
});

it("lets anything be where nothing is tighten-only", () => {
  const chain = [create("namespace", "shop", { timeout: "1s" }), create("service", "shop/a", { timeout: "9s" })];
  expect(findLooser(chain)).toEqual([]);
});

it.each<[Protocol[], boolean]>([
  [[], true],
  [["tcp"], false],
  [["tcp", "http"], true],
  [["grpc"], true],
  [["auto"], true],
])("a kind for HTTP applies to ports %j: %s", (protocols, expected) => {
  const ports = protocols.map((protocol, number) => ({ number, protocol, targets: [number] }));
  const service = { ...createUndeclaredService("shop", "a"), ports };
  expect(isApplicable(timeout, service)).toBe(expected);
  expect(isApplicable(versions, service)).toBe(true);
});
