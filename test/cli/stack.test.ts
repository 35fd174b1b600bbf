// The engine, the tools and the local cluster are stand-ins. Does not prove that they do what they are told: the end-to-end
// tests do.
import type fs from "node:fs";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { readStackOutputs, removeStackState, runEngine } from "../../src/cli/engine.js";
import { forgetStacksOf, listStacks, prepareStack, projectFolder, readStack } from "../../src/cli/stack.js";
import { clusterKubeconfig } from "../../src/folders.js";
import { up } from "../../src/local/cluster/up.js";
import type { Progress } from "../../src/local/progress.js";
import { capture } from "../../src/local/run.js";
import { getTools } from "../../src/local/tools/get-tools.js";

vi.mock("../../src/cli/engine.js");
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
const needs = { downloadsPlugins: false, hasDeleteHooks: false };
const target = { stack: "dev", project: projectFolder, tools, ...needs };

beforeEach(() => {
  vi.resetAllMocks();
  notes.length = 0;
  vi.mocked(getTools).mockImplementation((names) =>
    Promise.resolve({ ...tools, ...(names.includes("kubectl") ? { kubectl: "/t/kubectl" } : {}) } as never),
  );
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
  expect(listStacks()).toEqual(expect.arrayContaining(["dev", "staging"]));
  expect(listStacks()).toEqual([...listStacks()].sort());
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
        `there is no stack "production" (no file stacks/Pulumi.production.yaml); there are ${listStacks().join(", ")}`,
      ),
    );
  });

  it.each([
    [
      "config:\n  pulumi-istio:cluster: { kind: lokal }\n",
      'stacks/Pulumi.dev.yaml:2:27: error MESH0121: cluster.kind is "lokal"; allowed are local, existing, stack-reference, eks; did you mean "local"?; correct the stack\'s configuration file; nothing has been changed',
    ],
    [
      "config:\n  a: 1\n  a: 2\n",
      "stacks/Pulumi.dev.yaml:3:3: error MESH0121: not valid YAML: Map keys must be unique; correct the stack's configuration file; nothing has been changed",
    ],
  ])("tells what is wrong with %j", async (text, message) => {
    await addStack("dev", text);
    expect(() => readStack("dev")).toThrow(new Error(message));
  });
});

describe("prepareStack", () => {
  it("gets the engine; an existing cluster needs nothing else, not even kubectl, which is built with all of Kubernetes", async () => {
    expect(await prepareStack("staging", report)).toEqual({ ...target, stack: "staging" });
    expect(vi.mocked(getTools).mock.calls).toEqual([[Object.keys(tools), report]]);
    expect(up).not.toHaveBeenCalled();
  });

  it("lets the engine download AWS's plugin for a cluster on EKS", async () => {
    expect(await prepareStack("prod", report)).toEqual({
      ...target,
      stack: "prod",
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
      runs.map(() => "stack dev: the local cluster is another one than the stack's state describes; reading it anew"),
    );
  });
});

describe("forgetStacksOf", () => {
  it("forgets every stack on that local cluster, and no other", async () => {
    await addStack("mine", "config:\n  pulumi-istio:cluster: { kind: local }\n");
    await forgetStacksOf("dev", report);
    expect(vi.mocked(removeStackState).mock.calls).toEqual(
      ["dev", "mine"].map((stack) => [{ stack, project: projectFolder, tools }]),
    );
  });

  it("forgets nothing for a cluster that no stack is on", async () => {
    await forgetStacksOf("test", report);
    expect(removeStackState).not.toHaveBeenCalled();
  });
});
