// Does not prove: that apt-get installs the packages; the end-to-end tests do on a machine without them.
import { expect, test } from "vitest";
import { findMissing, refuseWhereImpossible } from "../../src/local/packages.js";

test("missing is what dpkg does not call installed", () => {
  const answer = "socat installed\nrunc config-files\niptables half-configured\n";
  expect(findMissing(["socat", "runc", "iptables", "buildah"], answer)).toEqual(["runc", "iptables", "buildah"]);
});

test("Docker's containerd stands in the way of Debian's, and only of that", () => {
  expect(() => refuseWhereImpossible(["containerd"], "containerd.io installed\n", 0)).toThrow(
    "the local cluster needs Debian's package containerd, and Docker's own containerd.io is installed, which excludes it; " +
      "use another machine, or use a cluster of your own: npx mesh start --context NAME",
  );
  expect(() => refuseWhereImpossible(["socat"], "containerd.io installed\n", 0)).not.toThrow();
  expect(() => refuseWhereImpossible(["containerd"], "containerd.io config-files\n", 0)).not.toThrow();
});

test("without root the sentence says what to install", () => {
  expect(() => refuseWhereImpossible(["socat", "runc"], "", 1000)).toThrow(
    "these Debian packages are missing: socat runc; run this as root, or: apt-get install socat runc, " +
      "or use a cluster of your own: npx mesh start --context NAME",
  );
});
