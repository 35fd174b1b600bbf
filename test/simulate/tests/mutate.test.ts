// Small changes of policy objects, and the tests that are proposed for a mesh. Does not prove that these are all changes that matter.
import { expect, it } from "vitest";
import { formatMutations, mutateMesh } from "../../../src/simulate/tests/mutate.js";
import { listMutations } from "../../../src/simulate/tests/mutations.js";
import { proposeTests } from "../../../src/simulate/tests/propose-tests.js";
import { hasPassed, runTests } from "../../../src/simulate/tests/run-tests.js";
import { createAccess, createRoutes, gateway, join, shop, strict, subsets } from "../diff/shop.js";
import { indexText } from "../mesh-of-text.js";

const routes = createRoutes([90, 10], "      timeout: 2s\n      retries: { attempts: 1 }");
const deny = createAccess("other")
  .replace("name: reviews,", "name: deny,")
  .replace("  rules:", "  action: DENY\n  rules:");
const mesh = indexText(join(shop, subsets, routes, createAccess("web"), deny, strict, gateway));

it("changes each policy object in small ways", () => {
  const said = listMutations(mesh).map(({ object, path, change }) => {
    return `${object.manifest.kind} ${object.manifest.metadata.name} ${path.join(".")}: ${change}`;
  });
  expect(said).toMatchInlineSnapshot(`
    [
      "VirtualService reviews spec.http.0.match: removed",
      "VirtualService reviews spec.http.1.route: weights 90 and 10 become 10 and 90",
      "VirtualService reviews spec.http.1.timeout: removed",
      "VirtualService reviews spec.http.1.retries.attempts: 1 becomes 2",
      "AuthorizationPolicy deny spec.rules.0: removed",
      "AuthorizationPolicy deny spec.rules.0.from: removed",
      "AuthorizationPolicy deny spec.rules.0.to: removed",
      "AuthorizationPolicy deny : removed",
      "AuthorizationPolicy reviews spec.rules.0: removed",
      "AuthorizationPolicy reviews spec.rules.0.from: removed",
      "AuthorizationPolicy reviews spec.rules.0.to: removed",
      "PeerAuthentication default spec.mtls.mode: STRICT becomes PERMISSIVE",
    ]
  `);
});

it("does not touch the mesh itself", () => {
  const before = JSON.stringify(mesh.all.map(({ manifest }) => manifest));
  mutateMesh(mesh, []);
  expect(JSON.stringify(mesh.all.map(({ manifest }) => manifest))).toBe(before);
});

it("proposes tests that pass, and that notice all mutations which have an effect", () => {
  const proposed = [...proposeTests(mesh).values()].flat().map((test) => ({ ...test, locate: () => ({}) }));
  const { results, findings } = runTests(proposed, mesh);
  expect(findings).toEqual([]);
  expect(
    results.filter((result) => !hasPassed(result)).map(({ test, differences }) => [test.name, differences]),
  ).toEqual([]);
  expect(formatMutations(mutateMesh(mesh, proposed))).toMatchInlineSnapshot(
    `"12 mutations: 12 noticed, 0 not noticed, 0 without an effect on requests"`,
  );
});

it("lists what no test notices", () => {
  expect(formatMutations(mutateMesh(mesh, [])).split("\n")).toMatchInlineSnapshot(`
    [
      "not noticed: VirtualService shop/reviews spec.http[0].match: removed (mesh.yaml:112)",
      "not noticed: VirtualService shop/reviews spec.http[1].route: weights 90 and 10 become 10 and 90 (mesh.yaml:114)",
      "not noticed: VirtualService shop/reviews spec.http[1].timeout: removed (mesh.yaml:117)",
      "not noticed: VirtualService shop/reviews spec.http[1].retries.attempts: 1 becomes 2 (mesh.yaml:118)",
      "not noticed: AuthorizationPolicy shop/deny spec.rules[0]: removed (mesh.yaml:135)",
      "not noticed: AuthorizationPolicy shop/deny spec.rules[0].from: removed (mesh.yaml:135)",
      "not noticed: AuthorizationPolicy shop/deny spec.rules[0].to: removed (mesh.yaml:135)",
      "not noticed: AuthorizationPolicy shop/deny: removed (mesh.yaml:129)",
      "not noticed: AuthorizationPolicy shop/reviews spec.rules[0]: removed (mesh.yaml:126)",
      "not noticed: AuthorizationPolicy shop/reviews spec.rules[0].from: removed (mesh.yaml:126)",
      "not noticed: AuthorizationPolicy shop/reviews spec.rules[0].to: removed (mesh.yaml:126)",
      "not noticed: PeerAuthentication shop/default spec.mtls.mode: STRICT becomes PERMISSIVE (mesh.yaml:141)",
      "12 mutations: 0 noticed, 12 not noticed, 0 without an effect on requests",
    ]
  `);
});
