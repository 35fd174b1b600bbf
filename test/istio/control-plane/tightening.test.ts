// Does not prove what a proxy does of it: the end-to-end tests of mutual TLS and access do.
import { expect, it } from "vitest";
import { allowsNothing, isDisabled, isStrict, type PeerSpec } from "../../../src/istio/control-plane/tightening.js";

it.each<[PeerSpec | undefined, boolean, boolean]>([
  [undefined, false, false],
  [{}, false, false],
  [{ mtls: { mode: "PERMISSIVE" } }, false, false],
  [{ mtls: { mode: "STRICT" } }, true, false],
  [{ mtls: { mode: "DISABLE" } }, false, true],
  [{ portLevelMtls: { 80: { mode: "STRICT" }, 81: {} } }, true, false],
  [{ mtls: { mode: "STRICT" }, portLevelMtls: { 80: { mode: "DISABLE" } } }, true, true],
])("of %j strict is %s, plain text %s", (spec, strict, disabled) => {
  expect([isStrict(spec), isDisabled(spec)]).toEqual([strict, disabled]);
});

it.each<[string, object | undefined, boolean]>([
  ["AuthorizationPolicy", undefined, true],
  ["AuthorizationPolicy", { selector: {} }, true],
  ["AuthorizationPolicy", { action: "ALLOW", rules: [] }, true],
  ["AuthorizationPolicy", { rules: [{}] }, false],
  ["AuthorizationPolicy", { action: "DENY" }, false],
  ["PeerAuthentication", {}, false],
])("%s %j allows nothing: %s", (kind, spec, expected) => {
  const object = { apiVersion: "security.istio.io/v1", kind, metadata: { name: "default" }, spec };
  expect(allowsNothing(object)).toBe(expected);
});
