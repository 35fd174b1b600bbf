// Does not prove what istiod does: test/e2e/policy/external-authorization.test.ts does.
import { expect, it } from "vitest";
import { severalProviders } from "../../../../src/analysis/rules/authorization-policy/several-providers.js";
import { formatFinding } from "../../../../src/findings/finding.js";
import { analyzeFixture, analyzeText, readFixture } from "../../analyze-text.js";

it("finds policies of the same pods that ask several providers", () => {
  expect(analyzeFixture(severalProviders, "good")).toEqual([]);
  expect(analyzeFixture(severalProviders, "bad")).toEqual([
    'mesh.yaml:25:15: error MESH0272: it asks opa, and AuthorizationPolicy all.istio-system asks oauth2 about the same pods: Istio 1.31.4 refuses what either is for; set PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS of istiod to "true", by `controlPlane.env`, or ask one provider alone',
    'mesh.yaml:43:15: error MESH0272: it asks opa, and AuthorizationPolicy first.edge asks oauth2 about the same pods: Istio 1.31.4 refuses what either is for; set PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS of istiod to "true", by `controlPlane.env`, or ask one provider alone',
  ]);
});

const good = readFixture(severalProviders, "good");
const say = (text: string) => analyzeText(severalProviders, text).map(formatFinding);

it("goes by the version before istiod's variable", () => {
  expect(say(good.replace("pilot:1.31.4", "pilot:1.29.2"))).toEqual([
    'mesh.yaml:35:15: error MESH0272: it asks opa, and AuthorizationPolicy all.istio-system asks oauth2 about the same pods: Istio 1.29.2 refuses what either is for; ask one provider alone, or upgrade to Istio 1.30 or later and set PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS of istiod to "true"',
  ]);
});

it("knows no rule where nothing is known of istiod, nor for pods of one provider each", () => {
  expect(say(good.split("---\n").slice(1).join("---\n"))).toEqual([]);
  const apart = good
    .replace("name: PILOT", "name: OTHER")
    .replace("namespace: istio-system }\nspec: { action", "namespace: other }\nspec: { action");
  expect(say(apart)).toEqual([]);
});
