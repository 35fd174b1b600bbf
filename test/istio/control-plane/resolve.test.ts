// Does not prove that the docstrings of the settings name the same defaults.
import { expect, it } from "vitest";
import { resolveControlPlane } from "../../../src/istio/control-plane/resolve.js";
import { deepFreeze } from "../freeze.js";

const defaults = {
  profile: "default",
  version: "1.31.4",
  namespace: "istio-system",
  hub: "docker.io/istio",
  tag: "1.31.4",
  untaintNodes: false,
  values: {},
};

it("gives each setting its default, also where it is undefined", () => {
  expect(resolveControlPlane({})).toEqual(defaults);
  expect(resolveControlPlane({ profile: undefined, values: undefined })).toEqual(defaults);
});

it("keeps what is given, and other inputs", () => {
  const given = {
    profile: "demo",
    version: "1.30.5",
    namespace: "mesh",
    hub: "localhost",
    tag: "local",
    untaintNodes: true,
    values: { istiod: {} },
    revision: "canary",
    removeCrds: true,
  } as const;
  expect(resolveControlPlane(deepFreeze(given))).toEqual(given);
});

it("takes the tag of the version, and changes nothing a second time", () => {
  const resolved = resolveControlPlane({ version: "1.30.5" });
  expect(resolved.tag).toBe("1.30.5");
  expect(resolveControlPlane(resolved)).toEqual(resolved);
});
