// The production stack's cluster, and which context an existing one is reached by, with Pulumi's mocks. Does not prove that AWS
// makes the one or that the other is there: local and existing clusters are the end-to-end tests'.
import type * as pulumi from "@pulumi/pulumi";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { createCluster } from "../../src/stack/cluster-of-stack.js";
import { parseStackFile } from "../../src/stack/config-problems.js";
import { stackSchema } from "../../src/stack/config-schema.js";
import { withApiServer } from "../components/api-server.js";
import { find, list, runProgram } from "../components/engine.js";

const text = readFileSync("stacks/Pulumi.prod.yaml", "utf8");
const config = stackSchema.parse(parseStackFile({ text, file: "prod", project: "pulumi-istio" }).values);

async function make(preview = false) {
  let cluster: Awaited<ReturnType<typeof createCluster>> | undefined;
  const run = await runProgram(async () => {
    cluster = await createCluster(config.cluster, { config, locate: () => ({}) }, ".");
    return {};
  }, preview);
  return { run, cluster };
}

it("is made without asking any cluster, whatever the environment's KUBECONFIG names", async () => {
  vi.stubEnv("KUBECONFIG", "/absent");
  const { run, cluster } = await make(true);
  vi.unstubAllEnvs();
  expect(list(run).filter((line) => line.startsWith("pulumi"))).toEqual([
    "pulumi:providers:kubernetes chart-renderer",
    "pulumi-istio:index:EksCluster cluster",
    "pulumi:index:Stash cluster-load-balancer-controller-certificate",
    "pulumi:providers:kubernetes cluster-load-balancer-controller-provider",
    "pulumi:providers:kubernetes cluster-provider",
  ]);
  expect([cluster?.kubernetesVersion, cluster?.uid, cluster?.charts]).toEqual(["1.35.0", undefined, undefined]);
});

it("keeps its settings, and the release of Istio that they are judged by", async () => {
  const { run, cluster } = await make();
  const { kind, ...settings } = config.cluster;
  expect([kind, find(run, "cluster", "EksCluster").inputs]).toEqual([
    "eks",
    { ...settings, istioVersion: config.controlPlane?.version },
  ]);
  const kubeconfig = await new Promise<string>((resolve) => {
    (cluster as { kubeconfig: pulumi.Output<string> }).kubeconfig.apply(resolve);
  });
  expect(JSON.parse(kubeconfig)).toMatchObject({ "current-context": "shop-prod" });
});

describe("an existing cluster", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-cluster-of-stack-"));
  const file = join(folder, "config");
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => vi.unstubAllEnvs());

  /** The cluster of a stack whose file names that context. */
  function create(context: string | undefined) {
    const cluster = { kind: "existing", context } as const;
    const located = { config: { cluster }, locate: () => ({ file: "Pulumi.mine.yaml", line: 4, column: 5 }) };
    return createCluster(cluster, located, ".");
  }

  /** @returns the context that its provider is given */
  async function reach(context: string | undefined): Promise<unknown> {
    const run = await runProgram(async () => {
      await create(context);
      return {};
    });
    const { secret } = find(run, "cluster-provider").inputs.kubeconfig as { secret: string };
    return (JSON.parse(secret) as Record<string, unknown>)["current-context"];
  }

  it.each<[string | undefined, string | undefined, string]>([
    [undefined, undefined, "test"],
    [undefined, "kind-kind", "kind-kind"],
    ["kind-kind", undefined, "kind-kind"],
    ["kind-kind", "kind-kind", "kind-kind"],
  ])("is reached by the context of the file, %j, or of MESH_CONTEXT, %j", async (context, variable, reached) => {
    vi.stubEnv("KUBECONFIG", file);
    vi.stubEnv("MESH_CONTEXT", variable);
    const answer = { status: 200, body: { gitVersion: "v1.35.0", metadata: { uid: "a-b-c" } } };
    await withApiServer(
      () => answer,
      async (kubeconfig) => {
        const given = JSON.parse(kubeconfig) as { contexts: object[] };
        given.contexts.push({ ...given.contexts[0], name: "kind-kind" });
        writeFileSync(file, JSON.stringify(given));
        expect(await reach(context)).toBe(reached);
      },
    );
  });

  it.each([
    ["kind-kind", 'the stack\'s file names the context "test", and MESH_CONTEXT is "kind-kind"; leave out one of them'],
    ["", "MESH_CONTEXT is empty; give the name of one of the kubeconfig's contexts, or leave it out"],
  ])("is not reached where MESH_CONTEXT is %j and the file names another one", async (variable, problem) => {
    vi.stubEnv("MESH_CONTEXT", variable);
    const run = await runProgram(async () => {
      await expect(create("test")).rejects.toThrow(
        `Pulumi.mine.yaml:4:5: error MESH0120: ${problem}; ` +
          "give a kubeconfig's path and one of its contexts, as `kubectl config get-contexts` lists them",
      );
      return {};
    });
    expect(list(run)).toEqual([]);
  });
});
