// Pulumi's mocks. Does not prove that the provider's plugin replaces nothing when the kubeconfig changes: that follows from
// `clusterIdentifier` staying, which is what is asserted here.
import * as pulumi from "@pulumi/pulumi";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { ExistingCluster, type ExistingClusterArgs } from "../../src/components/existing-cluster.js";
import { find, list, runProgram, useFolders } from "./engine.js";

const folder = useFolders();

const kubeconfig = (server = "https://10.0.0.1:6443") =>
  JSON.stringify({
    clusters: [
      { name: "staging", cluster: { server } },
      { name: "prod", cluster: { server: "https://10.0.0.2:6443" } },
    ],
    contexts: [
      { name: "staging", context: { cluster: "staging", user: "me" } },
      { name: "prod", context: { cluster: "prod", user: "me" } },
    ],
    users: [{ name: "me", user: { token: "secret" } }],
    "current-context": "staging",
  });

const only = (name: string, server: string) => ({
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name, cluster: { server } }],
  contexts: [{ name, context: { cluster: name, user: "me" } }],
  users: [{ name: "me", user: { token: "secret" } }],
  "current-context": name,
});

const make = (args?: ExistingClusterArgs) =>
  runProgram(() => {
    const cluster = new ExistingCluster("staging", args);
    return { kubeconfig: cluster.kubeconfig };
  });

/** The kubeconfig that the provider got, and its other inputs. */
async function readProvider(args?: ExistingClusterArgs) {
  const { kubeconfig: given, ...rest } = find(await make(args), "staging-provider").inputs;
  return { kubeconfig: JSON.parse(given.secret) as unknown, ...rest };
}

it("is a provider alone, with a secret kubeconfig", async () => {
  const run = await make({ kubeconfig: kubeconfig() });
  expect(list(run)).toEqual([
    "pulumi-istio:index:ExistingCluster staging",
    "pulumi:providers:kubernetes staging-provider",
  ]);
  expect(find(run, "staging").inputs).toEqual({});
  expect(find(run, "staging-provider")).toMatchObject({ parent: "staging", version: "4.25.0" });
  const secret = { secret: JSON.stringify(only("staging", "https://10.0.0.1:6443")) };
  expect(find(run, "staging-provider").inputs).toEqual({
    kubeconfig: secret,
    clusterIdentifier: "staging",
    enableServerSideApply: "true",
    enableConfigMapMutable: "true",
    enableSecretMutable: "true",
  });
  expect(find(run, "staging").outputs).toMatchObject({ kubeconfig: secret });
});

describe("where the kubeconfig comes from", () => {
  it("its text, and one of its contexts", async () => {
    expect(await readProvider({ kubeconfig: kubeconfig(), context: "prod", clusterIdentifier: "blue" })).toEqual({
      kubeconfig: only("prod", "https://10.0.0.2:6443"),
      clusterIdentifier: "blue",
      enableServerSideApply: "true",
      enableConfigMapMutable: "true",
      enableSecretMutable: "true",
    });
  });

  it("an Output, which is left as it is", async () => {
    const run = await make({ kubeconfig: pulumi.output("another stack's") });
    expect(find(run, "staging-provider").inputs.kubeconfig).toEqual({ secret: "another stack's" });
  });

  it("a path, the environment's KUBECONFIG, or ~/.kube/config", async () => {
    const home = join(folder, "home");
    mkdirSync(join(home, ".kube"), { recursive: true });
    for (const name of ["given", "environment"]) writeFileSync(join(folder, name), kubeconfig(`https://${name}`));
    writeFileSync(join(home, ".kube", "config"), kubeconfig("https://home"));
    vi.stubEnv("HOME", home);
    vi.stubEnv("KUBECONFIG", join(folder, "environment"));
    const server = async (args?: ExistingClusterArgs) =>
      ((await readProvider(args)).kubeconfig as ReturnType<typeof only>).clusters[0]?.cluster.server;
    expect(await server({ kubeconfigPath: join(folder, "given") })).toBe("https://given");
    expect(await server()).toBe("https://environment");
    vi.stubEnv("KUBECONFIG", "");
    expect(await server()).toBe("https://home");
  });
});

it("another address or other credentials change the provider's kubeconfig and nothing else", async () => {
  const [before, after] = [
    await make({ kubeconfig: kubeconfig() }),
    await make({ kubeconfig: kubeconfig("https://new") }),
  ];
  const withoutKubeconfig = (run: typeof before) =>
    run.resources.map((resource) => ({
      ...resource,
      inputs: { ...resource.inputs, kubeconfig: undefined },
      outputs: undefined,
    }));
  expect(withoutKubeconfig(after)).toEqual(withoutKubeconfig(before));
  expect(find(after, "staging-provider").inputs.kubeconfig).not.toEqual(
    find(before, "staging-provider").inputs.kubeconfig,
  );
});

describe("refuses", () => {
  const remedy = "give a kubeconfig's path and one of its contexts, as `kubectl config get-contexts` lists them";

  it.each<[string, ExistingClusterArgs, string]>([
    [
      "a wrong context",
      { kubeconfig: kubeconfig(), context: "dev" },
      `the kubeconfig given as text: error MESH0120: kubeconfig: it has no context "dev"; its contexts are staging, prod; ${remedy}`,
    ],
    [
      "a missing file",
      { kubeconfigPath: "/absent/config" },
      `/absent/config: error MESH0120: kubeconfig: there is no such file; ${remedy}`,
    ],
    [
      "text and a path",
      { kubeconfig: "", kubeconfigPath: "config" },
      `ExistingCluster: error MESH0120: kubeconfig: it is given as text and as the path "config"; give one of the two; ${remedy}`,
    ],
    [
      "a context that would not be looked for",
      { kubeconfig: pulumi.output(""), context: "prod" },
      `ExistingCluster: error MESH0120: kubeconfig: \`context\` is "prod", but the kubeconfig is an Output, whose current-context is used; leave it out; ${remedy}`,
    ],
  ])("%s", async (_what, args, message) => {
    const run = await runProgram(() => {
      expect(() => new ExistingCluster("staging", args)).toThrow(new pulumi.RunError(message));
      return {};
    });
    expect(list(run)).toEqual([]);
  });

  it("several files in KUBECONFIG", () => {
    vi.stubEnv("KUBECONFIG", "/one:/two");
    expect(() => new ExistingCluster("staging")).toThrow(
      new pulumi.RunError(
        `/one, /two: error MESH0120: kubeconfig: the environment's KUBECONFIG names several files, and there is not one of them; ${remedy}`,
      ),
    );
  });
});
