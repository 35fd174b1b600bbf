// Does not prove: that a machine which passes can run a cluster; only test/e2e/local-cluster.test.ts boots one.
import { expect, test } from "vitest";
import { requireCapableMachine, requireClusterName } from "../../../src/local/cluster/requirements.js";

const wayOut = "use a cluster of your own: npx mesh start --context NAME";

test("a Linux with root and cgroups passes", () => {
  expect(() => requireCapableMachine({ platform: "linux", uid: 0, cgroups: true })).not.toThrow();
});

test("other systems, other users and machines without cgroups get one sentence with the way out", () => {
  expect(() => requireCapableMachine({ platform: "darwin", uid: 501, cgroups: false })).toThrow(
    `a local cluster needs Linux, and this is darwin; ${wayOut}`,
  );
  expect(() => requireCapableMachine({ platform: "linux", uid: 1000, cgroups: true })).toThrow(
    `a local cluster needs root, and this is user 1000; run it as root, or ${wayOut}`,
  );
  expect(() => requireCapableMachine({ platform: "linux", uid: 0, cgroups: false })).toThrow(
    `a local cluster needs cgroups, and nothing is mounted on /sys/fs/cgroup; ${wayOut}`,
  );
});

test("names that cannot be part of a path are refused", () => {
  for (const name of ["dev", "test", "spare-12", "a"]) expect(() => requireClusterName(name)).not.toThrow();
  for (const name of ["", "Dev", "-a", "a-", "../x", "a b", "a.b", "x".repeat(31)]) {
    expect(() => requireClusterName(name)).toThrow(
      `cluster name "${name}" cannot be used: 1 to 30 lower-case letters, digits and "-" are allowed, not starting or ending with "-"`,
    );
  }
});
