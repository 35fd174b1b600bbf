// Does not prove that a finding is about what its resource says.
import { expect, it } from "vitest";
import { countFindings, findService } from "../../../src/console/documents/finding-counts.js";
import type { Finding } from "../../../src/findings/finding.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { findServices } from "../../../src/policy/compile.js";
import { loadPolicies } from "../../../src/policy/documents/load.js";
import { declare } from "../shop/manifests.js";

const labels = { app: "reviews" };
const template = { metadata: { labels }, spec: { containers: [{ name: "a" }] } };
const declared: Manifest[] = [
  ...declare("shop", "web"),
  ...declare("shop", "reviews", ["v1", "v2"]),
  ...declare("other", "web"),
  { apiVersion: "v1", kind: "Pod", metadata: { name: "debug", namespace: "shop", labels }, spec: template.spec },
  {
    ...{ apiVersion: "batch/v1", kind: "CronJob", metadata: { name: "nightly", namespace: "shop" } },
    spec: { jobTemplate: { spec: { template } } },
  },
];
const file = "shop.yaml";
const { documents } = loadPolicies({
  [file]: "service: shop/web\ntimeout: 3s\n---\nservice: shop/reviews\ntimeout: 3s\n",
});
const mesh = { documents, services: findServices(documents, declared), declared };
const finding = (more: Partial<Finding>): Finding => ({ code: "X", level: "warning", message: "x", ...more });

it.each([
  ["Deployment", "reviews-v2", "shop/reviews"],
  ["Pod", "debug", "shop/reviews"],
  ["CronJob", "nightly", "shop/reviews"],
  ["Service", "reviews", "shop/reviews"],
  ["AuthorizationPolicy", "web", "shop/web"],
  ["Deployment", "gone-v1", undefined],
])("%s %s belongs to %s", (kind, name, service) => {
  expect(findService({ kind, namespace: "shop", name }, mesh)).toBe(service);
});

it("counts by the document that a line is in, else by the object, each level for itself", () => {
  const counts = countFindings(
    [
      finding({ file, line: 2 }),
      finding({ file, line: 5, level: "error" }),
      finding({ resource: { kind: "Deployment", namespace: "shop", name: "reviews-v1" } }),
      finding({ resource: { kind: "Deployment", namespace: "other", name: "web-v1" }, level: "info" }),
      finding({ resource: { kind: "Namespace", name: "shop" } }),
    ],
    mesh,
  );
  expect(Object.fromEntries(counts)).toEqual({
    "shop/web": { error: 0, warning: 1, info: 0 },
    "shop/reviews": { error: 1, warning: 1, info: 0 },
    "other/web": { error: 0, warning: 0, info: 1 },
  });
});
