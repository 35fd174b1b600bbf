// What each release's definitions have is in src/istio/versions/field-versions-data.ts, which `npm run field-versions` makes of them. Does not prove
// that what is made of it is current: it downloads.
import { expect, it } from "vitest";
import { hasGatewayApiField, findEarlyIstioFields } from "../../../src/istio/versions/field-versions.js";
import { laterGatewayApiFields, laterIstioFields } from "../../../src/istio/versions/field-versions-data.js";
import { istioKinds } from "../../../src/analysis/istio-kinds.js";
import { isIstioBefore, versions } from "../../../src/istio/versions/versions.js";

it("is of kinds and minors that are known", () => {
  for (const [kind, rows] of Object.entries(laterIstioFields)) {
    const [group = "", name = ""] = kind.split("/");
    expect(istioKinds[group], kind).toHaveProperty(name);
    for (const row of rows) expect(Object.keys(versions), row).toContain(row.split("@")[1]);
  }
  for (const row of Object.values(laterGatewayApiFields).flat()) expect(row).toMatch(/@(-|1\.\d)\|1\.\d$/);
});

it("finds fields in lists, in maps and by their value", () => {
  const manifest = (spec: object) => ({
    apiVersion: "telemetry.istio.io/v1",
    kind: "Telemetry",
    metadata: { name: "a" },
    spec,
  });
  const tracing = [{}, { customTags: { a: { literal: { value: "1" } }, b: { formatter: { value: "%REQ(:path)%" } } } }];
  expect(findEarlyIstioFields(manifest({ tracing }), "1.28.6")).toEqual([
    {
      path: ["spec", "tracing", 1, "customTags", "b", "formatter"],
      since: "1.29",
    },
  ]);
  expect(findEarlyIstioFields(manifest({ tracing }), "1.29.2")).toEqual([]);
  expect(findEarlyIstioFields(manifest({ tracing: "none" }), "1.28.6")).toEqual([]);
});

it.each([
  ["1.5.1", "standard", false],
  ["1.6.0", "standard", false],
  ["1.6.0", "experimental", true],
  ["1.7.0", "standard", true],
] as const)("knows whether the Gateway API %s, channel %s, has retries: %s", (version, channel, has) => {
  expect(hasGatewayApiField("HTTPRoute", "spec.rules[].retry", { version, channel })).toBe(has);
});

it.each([
  ["1.30.2", "1.30.2", false],
  ["1.30.1", "1.30.2", true],
  ["1.30.10", "1.30.2", false],
  ["1.31.0", "1.31", false],
  ["1.31-alpha.0f1e2d", "1.31", false],
  ["1.9.0", "1.31", true],
  ["latest", "1.31", false],
])("says of %s whether it is before %s: %s", (istio, release, isBefore) => {
  expect(isIstioBefore(istio, release)).toBe(isBefore);
});
