// Does not prove that these are all kinds and versions: test/e2e/policy/schema-validation.test.ts compares them with the chart.
import { expect, it } from "vitest";
import { findKindProblems } from "../../src/analysis/istio-kinds.js";

const say = (apiVersion: string, kind: string) => findKindProblems({ apiVersion, kind, metadata: { name: "a" } });

it.each([
  ["networking.istio.io/v1alpha3", "EnvoyFilter"],
  ["security.istio.io/v1", "AuthorizationPolicy"],
  ["example.com/v1", "VirtualServce"],
  ["v1", "Service"],
])("%s %s may be there", (apiVersion, kind) => {
  expect(say(apiVersion, kind)).toEqual([]);
});

it("says of an unknown kind which there are", () => {
  expect(say("security.istio.io/v1", "PeerAuthentcation")).toEqual([
    {
      code: "IST0106",
      path: ["kind"],
      subject: ["kind"],
      message:
        'is "PeerAuthentcation", which security.istio.io does not have; did you mean "PeerAuthentication"?; it has AuthorizationPolicy, PeerAuthentication, RequestAuthentication',
    },
  ]);
  expect(say("networking.istio.io/v1", "constructor")).toHaveLength(1);
});

it("says of an unknown version which there are", () => {
  expect(say("networking.istio.io/v1", "EnvoyFilter")).toEqual([
    {
      code: "IST0106",
      path: ["apiVersion"],
      subject: ["apiVersion"],
      message: 'is "networking.istio.io/v1", and EnvoyFilter has no version v1; it has v1alpha3',
    },
  ]);
  expect(say("security.istio.io", "PeerAuthentication")).toHaveLength(1);
});
