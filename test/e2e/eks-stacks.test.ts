// A cluster in one stack and its mesh in another one, as docs/eks.md shows it, by the real engine. AWS and Kubernetes are stand-ins: what
// istiod does is not proven.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkoutFolder, projectFolder } from "./folder.js";
import type { Ended } from "./mesh.js";
import { pulumi } from "./pulumi.js";
import { startCluster, type StandInCluster } from "./stand-in/cluster.js";
import { startStandIn, type StandIn } from "./stand-in/provider.js";

const page = readFileSync(join(projectFolder, "docs/eks.md"), "utf8");
let aws: StandIn;
let cluster: StandInCluster;

/** The block of the page that begins with the file's name. */
function copyBlock(file: string): void {
  const [, text] = new RegExp(`^\`\`\`yaml\\n(# ${file}\\n.*?)^\`\`\``, "ms").exec(page) ?? [];
  if (text === undefined) throw new Error(`docs/eks.md has no block of ${file}`);
  writeFileSync(join(checkoutFolder, file), text);
}

async function select(stack: string): Promise<void> {
  const { code, output } = await pulumi(checkoutFolder, {}, "stack", "select", "--create", "--stack", stack);
  expect(code, output).toBe(0);
}

function run(stack: string, ...args: string[]): Promise<Ended> {
  const env = { ...cluster.environment, ...aws.attach("aws", "kubernetes") };
  return pulumi(checkoutFolder, env, ...args, "--stack", stack);
}

/** Runs the CLI, expects it to succeed, and gives what it did, in order. */
async function succeed(stack: string, verb: string, ...args: string[]): Promise<string[]> {
  const before = aws.log.length;
  const { code, output } = await run(stack, verb, "--yes", "--skip-preview", ...args);
  expect(code, output).toBe(0);
  return aws.log.slice(before);
}

beforeAll(async () => {
  aws = await startStandIn();
  cluster = await startCluster(aws);
  copyBlock("stacks/Pulumi.cluster.yaml");
  copyBlock("stacks/Pulumi.mesh.yaml");
  await select("mesh");
});

afterAll(() => {
  for (const stack of ["cluster", "mesh"]) rmSync(join(checkoutFolder, `stacks/Pulumi.${stack}.yaml`));
  aws.close();
  cluster.close();
});

describe("a mesh before its cluster", () => {
  it("is refused where there is no such stack", async () => {
    const { code, output } = await run("mesh", "preview");
    expect(code, output).not.toBe(0);
    expect(output).toContain('error: Preview failed: unknown stack "organization/pulumi-istio/cluster"');
  });

  it("is refused where the stack has never been up, at the place where it is named", async () => {
    await select("cluster");
    const { code, output } = await run("mesh", "preview");
    expect(code, output).not.toBe(0);
    expect(output).toContain(
      'error: stacks/Pulumi.mesh.yaml:6:5: error MESH0424: the stack organization/pulumi-istio/cluster has no output "kubeconfig"; ' +
        "name it as in organization/project/stack, and run `up` there first\n",
    );
    expect(aws.log).toEqual([]);
  });
});

describe("a cluster and a mesh in stacks of their own", () => {
  it("the cluster's has nothing of Istio, and keeps its kubeconfig secret", async () => {
    const log = await succeed("cluster", "up");
    expect(log).toContain("create Cluster cluster-cluster");
    expect([...aws.existing.values()].filter(({ type }) => type.startsWith("kubernetes:"))).toEqual([]);
    const { stdout } = await run("cluster", "stack", "output", "--json");
    expect((JSON.parse(stdout) as Record<string, unknown>).kubeconfig).toBe("[secret]");
  });

  it("the mesh's lists its objects in a preview, makes them alone, and nothing a second time", async () => {
    const { code, output } = await run("mesh", "preview");
    expect(code, output).toBe(0);
    expect(output).toContain(
      "kubernetes:apps/v1:Deployment mesh-istio-ingressgateway-Deployment/istio-system/ingress create",
    );
    const made = await succeed("mesh", "up");
    expect(made).toContain("create Deployment mesh-istio-ingressgateway-Deployment/istio-system/ingress");
    expect(made.filter((step) => !step.startsWith("create ") || !step.includes(" mesh-"))).toEqual([]);
    expect(await succeed("mesh", "up", "--expect-no-changes")).toEqual([]);
  });

  it("the mesh's goes and leaves the cluster", async () => {
    await succeed("mesh", "destroy");
    const left = [...aws.existing.values()];
    expect(left.map(({ name }) => name)).toContain("cluster-cluster");
    // Istio's CRDs stay, as everywhere.
    const objects = left.filter(({ type }) => type.startsWith("kubernetes:")).map(({ type }) => type.split(":").at(-1));
    expect(objects).toEqual(["CustomResourceDefinition"]);
    expect(await succeed("cluster", "up", "--expect-no-changes")).toEqual([]);
  });
});
