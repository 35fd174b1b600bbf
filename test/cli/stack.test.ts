// The engine, the tools and the local cluster are stand-ins. Does not prove that they do what they are told: the end-to-end
// tests do.
import type fs from "node:fs";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { readStackOutputs, removeStackState, runEngine } from "../../src/cli/engine.js";
import { hasOneOf } from "../../src/cli/adopt-objects.js";
import { hasState, readObjects } from "../../src/cli/engine-state.js";
import { identifyExisting, selectExisting } from "../../src/cli/existing-cluster.js";
import { getBuiltEngine, getEngine } from "../../src/cli/get-engine.js";
import { listStacks } from "../../src/cli/stack-list.js";
import { forgetStack, forgetStacksOf, prepareStack, readStack } from "../../src/cli/stack.js";
import { findProject } from "../../src/cli/project.js";
import { clusterKubeconfig } from "../../src/folders.js";
import { requireCapableMachine } from "../../src/local/cluster/requirements.js";
import { up } from "../../src/local/cluster/up.js";
import type { Progress } from "../../src/local/progress.js";
import { capture } from "../../src/local/run.js";
import { getTools } from "../../src/local/tools/get-tools.js";

vi.mock("../../src/cli/engine.js");
vi.mock("../../src/cli/adopt-objects.js");
vi.mock("../../src/cli/engine-state.js");
vi.mock("../../src/cli/existing-cluster.js");
vi.mock("../../src/cli/get-engine.js");
vi.mock("../../src/local/cluster/requirements.js");
vi.mock("../../src/local/cluster/up.js");
vi.mock("../../src/local/run.js");
vi.mock("../../src/local/tools/get-tools.js");
vi.mock("node:fs", async (load) => {
  const actual = await load<typeof fs>();
  const { existsSync, readdirSync, readFileSync } = actual;
  return {
    ...actual,
    existsSync: vi.fn(existsSync),
    readdirSync: vi.fn(readdirSync),
    readFileSync: vi.fn(readFileSync),
  };
});

const notes: string[] = [];
const report = { note: (text: string) => notes.push(text) } as unknown as Progress;
const tools = { pulumi: "/t/pulumi", "pulumi-resource-kubernetes": "/t/k", "pulumi-language-nodejs": "/t/n" };
const released = { pulumi: "/released/pulumi" };
const needs = { downloadsPlugins: false, hasDeleteHooks: false, readKubeconfig: expect.any(Function) as () => string };
const { folder: projectFolder } = findProject();
const target = { stack: "dev", project: projectFolder, tools, ...needs };

beforeEach(() => {
  vi.resetAllMocks();
  notes.length = 0;
  vi.mocked(getTools).mockResolvedValue({ kubectl: "/t/kubectl" } as never);
  vi.mocked(getBuiltEngine).mockResolvedValue(tools);
  vi.mocked(getEngine).mockResolvedValue(released);
  vi.mocked(readObjects).mockReturnValue([]);
});

/** Lets the project have one stack more, whose file has that text. */
async function addStack(name: string, text: string): Promise<void> {
  const actual = await vi.importActual<typeof fs>("node:fs");
  const file = `Pulumi.${name}.yaml`;
  const path = join(projectFolder, "stacks", file);
  vi.mocked(existsSync).mockImplementation((asked) => asked === path || actual.existsSync(asked));
  vi.mocked(readdirSync).mockImplementation(((asked: string) => [
    ...new Set([...actual.readdirSync(asked), file]),
  ]) as never);
  vi.mocked(readFileSync).mockImplementation(((asked: string, options: "utf8") =>
    asked === path ? text : actual.readFileSync(asked, options)) as never);
}

it("lists the stacks of the project", () => {
  expect(listStacks()).toEqual(["dev", "prod", "sample", "staging"]);
});

describe("readStack", () => {
  it("gives the configuration of a stack", () => {
    expect(readStack("dev").cluster).toEqual({ kind: "local", name: "dev" });
    expect(readStack("staging")).toEqual({
      cluster: { kind: "existing" },
      controlPlane: { profile: "default", accessLog: { encoding: "JSON" }, replicas: 2 },
    });
  });

  it("names the stacks that there are", () => {
    expect(() => readStack("production")).toThrow(
      new Error(
        'there is no stack "production" (no file stacks/Pulumi.production.yaml); there are dev, prod, sample, staging',
      ),
    );
  });

  it("says that a project has no stacks", async () => {
    const actual = await vi.importActual<typeof fs>("node:fs");
    const folder = join(projectFolder, "stacks");
    vi.mocked(existsSync).mockImplementation((asked) => !String(asked).startsWith(folder) && actual.existsSync(asked));
    expect(() => readStack("dev")).toThrow(
      new Error(`there is no stack "dev" (no file stacks/Pulumi.dev.yaml); ${projectFolder} has no stacks`),
    );
    expect(listStacks()).toEqual([]);
  });

  it.each([
    [
      "config:\n  pulumi-istio:cluster: { kind: lokal }\n",
      'stacks/Pulumi.dev.yaml:2:27: error MESH0121: `cluster.kind` is "lokal"; allowed are local, existing, stack-reference, eks; did you mean "local"?; correct the stack\'s configuration file; nothing has been changed',
    ],
    [
      "config:\n  a: 1\n  a: 2\n",
      'stacks/Pulumi.dev.yaml:3:3: error MESH0121: not valid YAML: the key "a" is in this map already, in line 2; correct the stack\'s configuration file; nothing has been changed',
    ],
  ])("tells what is wrong with %j", async (text, message) => {
    await addStack("dev", text);
    expect(() => readStack("dev")).toThrow(new Error(message));
  });
});

describe("prepareStack", () => {
  it("gets an engine that is not built; an existing cluster needs nothing else, not even kubectl or a machine that could run one", async () => {
    expect(await prepareStack("staging", report)).toEqual({ ...target, stack: "staging", tools: released });
    expect(vi.mocked(getEngine).mock.calls).toEqual([[report]]);
    for (const unneeded of [getBuiltEngine, getTools, requireCapableMachine, up])
      expect(unneeded).not.toHaveBeenCalled();
    expect(identifyExisting).not.toHaveBeenCalled();
  });

  it("hands the context on; a stack that was never brought up is of no cluster", async () => {
    vi.mocked(readStackOutputs).mockResolvedValue({});
    const prepared = await prepareStack("sample", report, "kind-kind");
    expect(prepared).toEqual({ ...target, stack: "sample", tools: released, context: "kind-kind" });
    expect(identifyExisting).not.toHaveBeenCalled();
  });

  it.each<[string | undefined]>([["kind-b"], [undefined]])(
    "refuses another cluster than the state is of, and says what to do; context %s",
    async (context) => {
      vi.mocked(readStackOutputs).mockResolvedValue({ clusterUid: "a-b-c" });
      vi.mocked(identifyExisting).mockResolvedValueOnce({ context: "kind-b", uid: "a-b-c" });
      const prepared = await prepareStack("sample", report, context);
      expect(prepared.context).toBe(context);
      const remedy =
        "remove it there first: mesh destroy -s sample --context NAME, or, where that cluster is gone: mesh forget -s sample";
      for (const [uid, said] of [
        ["x-y-z", "x-y-z"],
        [undefined, "unknown"],
      ]) {
        vi.mocked(identifyExisting).mockResolvedValueOnce({ context: "kind-b", uid });
        await expect(prepareStack("sample", report, context)).rejects.toThrow(
          new Error(
            `stack sample was brought up on another cluster (uid a-b-c) than the one of context "kind-b" (uid ${said}); ${remedy}`,
          ),
        );
      }
      const [first] = vi.mocked(identifyExisting).mock.calls;
      expect(first).toEqual([{ kind: "existing" }, prepared, context]);
    },
  );

  it("tells by the objects in the state where a first run has failed, which leaves no outputs", async () => {
    const object = { apiVersion: "v1", kind: "ServiceAccount", name: "istiod", manager: "mesh", uid: "o-1" };
    vi.mocked(readObjects).mockReturnValue([object, { ...object, uid: undefined }]);
    vi.mocked(readStackOutputs).mockResolvedValue(undefined);
    vi.mocked(identifyExisting).mockResolvedValue({ context: "kind-b", uid: "x-y-z" });
    vi.mocked(selectExisting).mockReturnValue({ kubeconfig: "of kind-b", findings: [] });
    vi.mocked(hasOneOf).mockResolvedValueOnce(true).mockResolvedValueOnce(false);
    await prepareStack("sample", report, "kind-b");
    await expect(prepareStack("sample", report, "kind-b")).rejects.toThrow(
      new Error(
        'stack sample was brought up on another cluster (which has the objects of its state, and this one none of them) than the one of context "kind-b" (uid x-y-z); ' +
          "remove it there first: mesh destroy -s sample --context NAME, or, where that cluster is gone: mesh forget -s sample",
      ),
    );
    const asked = ["of kind-b", [object]];
    expect(vi.mocked(hasOneOf).mock.calls).toEqual([asked, asked]);
  });

  it("stops where it cannot be known which cluster the state is of, or which one the context's is", async () => {
    vi.mocked(readStackOutputs).mockRejectedValueOnce(new Error("the outputs cannot be read"));
    await expect(prepareStack("staging", report)).rejects.toThrow("the outputs cannot be read");
    vi.mocked(readStackOutputs).mockResolvedValue({ clusterUid: "a-b-c" });
    vi.mocked(identifyExisting).mockRejectedValue(new Error("the API server does not answer"));
    await expect(prepareStack("staging", report)).rejects.toThrow("the API server does not answer");
  });

  it("builds nothing on a machine that cannot run the local cluster", async () => {
    vi.mocked(requireCapableMachine).mockImplementation(() => {
      throw new Error("needs Linux");
    });
    await expect(prepareStack("dev", report)).rejects.toThrow("needs Linux");
    expect(getBuiltEngine).not.toHaveBeenCalled();
  });

  it("lets the engine download AWS's plugin for a cluster on EKS", async () => {
    expect(await prepareStack("prod", report)).toEqual({
      ...target,
      stack: "prod",
      tools: released,
      downloadsPlugins: true,
      hasDeleteHooks: true,
    });
  });

  it("boots the local cluster; a state that was never made is not read anew", async () => {
    vi.mocked(readStackOutputs).mockResolvedValue(undefined);
    expect(await prepareStack("dev", report)).toEqual(target);
    expect(vi.mocked(up).mock.calls).toEqual([["dev", report]]);
    expect(capture).not.toHaveBeenCalled();
    expect(runEngine).not.toHaveBeenCalled();
  });

  it.each([
    ["the one that the state describes", "a-b-c", []],
    ["another one", "x-y-z", [[target, "refresh", ["--yes", "--skip-preview"]]]],
  ])("reads the state anew where the cluster is another one: %s", async (_what, uid, runs) => {
    vi.mocked(readStackOutputs).mockResolvedValue({ clusterUid: "a-b-c" });
    vi.mocked(capture).mockResolvedValue(uid);
    vi.mocked(runEngine).mockResolvedValue({ exitCode: 0, changes: {} });
    await prepareStack("dev", report);
    const uidOf = ["get", "namespace", "kube-system", "-o", "jsonpath={.metadata.uid}"];
    expect(vi.mocked(capture).mock.calls).toEqual([
      ["/t/kubectl", ["--kubeconfig", clusterKubeconfig("dev"), ...uidOf]],
    ]);
    expect(vi.mocked(runEngine).mock.calls).toEqual(runs);
    expect(notes).toEqual(
      runs.map(() => "stack dev: the local cluster is not the one in the stack's state; refreshing the state"),
    );
  });
});

it("forgets one stack, by an engine of its kind", async () => {
  await forgetStack("sample", report);
  expect(vi.mocked(removeStackState).mock.calls).toEqual([
    [{ stack: "sample", project: projectFolder, tools: released }],
  ]);
});

describe("forgetStacksOf", () => {
  it("forgets every stack on that local cluster, and no other", async () => {
    await addStack("mine", "config:\n  pulumi-istio:cluster: { kind: local }\n");
    await forgetStacksOf("dev", report);
    expect(vi.mocked(removeStackState).mock.calls).toEqual(
      ["dev", "mine"].map((stack) => [{ stack, project: projectFolder, tools }]),
    );
  });

  it.each([
    ["that no stack is on", "test", true],
    ["on which no stack has a state", "dev", false],
  ])("forgets nothing for a cluster %s, and needs no engine for it", async (_what, cluster, isThere) => {
    vi.mocked(hasState).mockReturnValue(isThere);
    await forgetStacksOf(cluster, report);
    expect(removeStackState).not.toHaveBeenCalled();
    expect(getBuiltEngine).not.toHaveBeenCalled();
  });
});
