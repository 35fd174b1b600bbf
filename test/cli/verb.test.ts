// The engine and the stack's preparation are stand-ins. Does not prove what they do: stack.test.ts and the end-to-end tests do.
import { beforeEach, expect, it, vi } from "vitest";
import { computeDeployedEffect } from "../../src/cli/deployed-effect.js";
import { runEngine } from "../../src/cli/engine.js";
import { readTarget } from "../../src/cli/run-target.js";
import { forgetStack, prepareStack, type PreparedStack } from "../../src/cli/stack.js";
import { forget, runVerb } from "../../src/cli/verb.js";

vi.mock("../../src/cli/engine.js");
vi.mock("../../src/cli/run-target.js");
vi.mock("../../src/cli/stack.js");
vi.mock("../../src/cli/stack-findings.js");
vi.mock("../../src/cli/stack-list.js");
vi.mock("../../src/cli/deployed-effect.js");

const prepared = { stack: "sample" } as PreparedStack;

beforeEach(() => {
  vi.resetAllMocks();
  vi.mocked(readTarget).mockReturnValue({ stack: "sample", context: "kind-kind" });
  vi.mocked(prepareStack).mockResolvedValue(prepared);
  vi.mocked(runEngine).mockResolvedValue({ exitCode: 3, changes: {} });
});

it.each(["up", "preview", "destroy"] as const)(
  "mesh %s runs the stack in the context that is asked for",
  async (verb) => {
    expect(await runVerb(verb, { context: "kind-kind", yes: true, args: ["--diff"] })).toBe(3);
    expect(vi.mocked(readTarget).mock.calls).toEqual([[{ context: "kind-kind" }]]);
    expect(vi.mocked(prepareStack).mock.calls).toEqual([["sample", expect.anything(), "kind-kind"]]);
    expect(vi.mocked(runEngine).mock.calls).toEqual([[prepared, verb, ["--yes", "--diff"]]]);
  },
);

it("mesh preview prints the effect on requests, where there is a state and no program reads the output", async () => {
  const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const preview = async (args: string[]) => {
    print.mockClear();
    expect(await runVerb("preview", { args })).toBe(0);
    return print.mock.calls.flat();
  };
  vi.mocked(runEngine).mockResolvedValue({ exitCode: 0, changes: {} });
  expect(await preview([])).toEqual([]);
  vi.mocked(computeDeployedEffect).mockReturnValue({ changes: [], withoutEffect: [], compared: 3, leftOut: 0 });
  expect(await preview(["--diff"])).toEqual([
    "Effect on requests, compared with the last run:\n\nno effect on requests; 3 requests compared",
  ]);
  expect(await preview(["--json"])).toEqual([]);
  print.mockRestore();
});

it("prepares nothing where the context is wrong", async () => {
  vi.mocked(readTarget).mockImplementation(() => {
    throw new Error("no such context");
  });
  await expect(runVerb("up", {})).rejects.toThrow("no such context");
  expect(prepareStack).not.toHaveBeenCalled();
});

it("mesh forget forgets only where that is meant", async () => {
  await expect(forget({ stack: "sample" })).rejects.toThrow(
    new Error(
      "mesh forget gives up what Pulumi knows of stack sample, and leaves what is in its cluster; " +
        "if this is intended: mesh forget -s sample --yes",
    ),
  );
  expect(forgetStack).not.toHaveBeenCalled();
  await forget({ stack: "sample", yes: true });
  expect(vi.mocked(forgetStack).mock.calls).toEqual([["sample", expect.anything()]]);
});
