// Does not prove that Kubernetes and Istio choose so: that is by their documentation of selectors.
import { expect, it } from "vitest";
import {
  formatLabels,
  matchesLabelSelector,
  matchesPolicySelector,
  matchesServiceSelector,
} from "../../src/mesh/selectors.js";

const labels = { app: "web", version: "v1" };

it.each<[string, Record<string, unknown>, boolean, boolean]>([
  ["one of the labels", { app: "web" }, true, true],
  ["all of the labels", labels, true, true],
  ["another value", { app: "api" }, false, false],
  ["a label that is not there", { app: "web", tier: "front" }, false, false],
  ["nothing", {}, true, false],
])("a policy and a Service that select %s", (_, selector, ofPolicy, ofService) => {
  expect([matchesPolicySelector(selector, labels), matchesServiceSelector(selector, labels)]).toEqual([
    ofPolicy,
    ofService,
  ]);
});

it.each<[unknown, boolean]>([
  [undefined, true],
  [{}, true],
  [{ matchLabels: { app: "web" } }, true],
  [{ matchLabels: { app: "api" } }, false],
  [{ matchExpressions: [{ key: "app", operator: "In", values: ["web", "api"] }] }, true],
  [{ matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] }, false],
  [{ matchExpressions: [{ key: "tier", operator: "NotIn", values: ["web"] }] }, true],
  [{ matchExpressions: [{ key: "version", operator: "Exists" }] }, true],
  [{ matchExpressions: [{ key: "version", operator: "DoesNotExist" }] }, false],
  [{ matchExpressions: [{ key: "version", operator: "Near" }] }, false],
  [{ matchLabels: { app: "web" }, matchExpressions: [{ key: "tier", operator: "Exists" }] }, false],
])("a LabelSelector %j", (selector, expected) => {
  expect(matchesLabelSelector(selector, labels)).toBe(expected);
});

it("labels are written in the order of their keys", () => {
  expect(formatLabels({ version: "v1", app: "web" })).toBe("app=web,version=v1");
});
