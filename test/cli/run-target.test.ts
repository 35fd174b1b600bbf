// Does not prove that anything runs in the context: start-with-context.test.ts runs a fake engine.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readTarget, type RunTarget, type TargetOptions } from "../../src/cli/run-target.js";
import * as stacks from "../../src/cli/stack.js";

const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-target-"));
const kubeconfig = join(folder, "config");
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  vi.unstubAllEnvs();
  vi.stubEnv("KUBECONFIG", kubeconfig);
  const contexts = ["kind-kind", "k3d-a", "7"].map((name) => ({ name, context: { cluster: "c" } }));
  const clusters = [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }];
  writeFileSync(kubeconfig, JSON.stringify({ clusters, contexts }));
});

it.each<[TargetOptions, string | undefined, RunTarget]>([
  [{}, undefined, { stack: "dev" }],
  [{ stack: "staging" }, undefined, { stack: "staging" }],
  [{ context: "kind-kind" }, undefined, { stack: "sample", context: "kind-kind" }],
  [{}, "k3d-a", { stack: "sample", context: "k3d-a" }],
  [{ context: "kind-kind" }, "k3d-a", { stack: "sample", context: "kind-kind" }],
  // The option wins, whatever the variable is.
  [{ context: "kind-kind" }, "", { stack: "sample", context: "kind-kind" }],
  [{ stack: "staging", context: "kind-kind" }, undefined, { stack: "staging", context: "kind-kind" }],
  // As the command line's parser gives a name of digits.
  [{ context: 7 as never }, undefined, { stack: "sample", context: "7" }],
])("of options %j with MESH_CONTEXT %j", (options, variable, target) => {
  expect(readTarget(options, { MESH_CONTEXT: variable })).toEqual(target);
});

describe("refuses", () => {
  const remedy = "give a kubeconfig's path and one of its contexts, as `kubectl config get-contexts` lists them";
  const contexts = "its contexts are kind-kind, k3d-a, 7";

  it.each<[string, TargetOptions, string | undefined, string]>([
    [
      "a context that the kubeconfig does not have",
      { context: "kind" },
      undefined,
      `${kubeconfig}: error MESH0120: kubeconfig: it has no context "kind"; ${contexts}; ${remedy}`,
    ],
    [
      "one of the variable",
      {},
      "gone",
      `${kubeconfig}: error MESH0120: kubeconfig: it has no context "gone"; ${contexts}; ${remedy}`,
    ],
    [
      "an empty option",
      { context: "" },
      "kind-kind",
      "stack sample: --context is empty; give the name of one of the kubeconfig's contexts, or leave it out",
    ],
    [
      "an empty variable",
      {},
      "",
      "stack sample: MESH_CONTEXT is empty; give the name of one of the kubeconfig's contexts, or leave it out",
    ],
    [
      "a stack on the local cluster",
      { stack: "dev", context: "kind-kind" },
      undefined,
      'stacks/Pulumi.dev.yaml: cluster.kind is "local", and --context is for stacks whose cluster.kind is "existing"; ' +
        "change it there, give another stack by -s, or leave out --context",
    ],
    [
      "a stack that makes its cluster",
      { stack: "prod" },
      "kind-kind",
      'stacks/Pulumi.prod.yaml: cluster.kind is "eks", and MESH_CONTEXT is for stacks whose cluster.kind is "existing"; ' +
        "change it there, give another stack by -s, or leave out MESH_CONTEXT",
    ],
  ])("%s", (_what, options, variable, message) => {
    expect(() => readTarget(options, { MESH_CONTEXT: variable })).toThrow(new Error(message));
  });

  it("another context than the stack's file names", () => {
    vi.spyOn(stacks, "readStack").mockReturnValue({ cluster: { kind: "existing", context: "k3d-a" } });
    expect(readTarget({ stack: "mine", context: "k3d-a" }, {})).toEqual({ stack: "mine", context: "k3d-a" });
    expect(() => readTarget({ stack: "mine", context: "kind-kind" }, {})).toThrow(
      new Error(
        'stack mine: the stack\'s file names the context "k3d-a", and --context is "kind-kind"; leave out one of them',
      ),
    );
    vi.restoreAllMocks();
  });

  it("a kubeconfig that is not there", () => {
    vi.stubEnv("KUBECONFIG", join(folder, "absent"));
    expect(() => readTarget({ context: "kind-kind" }, {})).toThrow(
      `${join(folder, "absent")}: error MESH0120: kubeconfig: there is no such file; ${remedy}`,
    );
  });
});
