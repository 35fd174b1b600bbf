// The cluster and the state are stand-ins. Does not prove what ends them: local-cluster.test.ts and stack.test.ts do.
import { expect, it, vi } from "vitest";
import { localDown } from "../../src/cli/local.js";
import { forgetStacksOf } from "../../src/cli/stack.js";
import { down } from "../../src/local/cluster/down.js";

vi.mock("../../src/cli/stack.js");
vi.mock("../../src/local/cluster/down.js");

it("mesh local down ends the cluster, and then forgets the stacks that were in it", async () => {
  await localDown({ name: "other" });
  expect(vi.mocked(down).mock.calls).toEqual([["other", expect.anything()]]);
  expect(vi.mocked(forgetStacksOf).mock.calls).toEqual([["other", expect.anything()]]);
  const [ended = 0] = vi.mocked(down).mock.invocationCallOrder;
  expect(vi.mocked(forgetStacksOf).mock.invocationCallOrder).toEqual([ended + 1]);
});
