// Pulumi's mocks, and an AWS that is made up: that AWS answers so is not proven.
import * as pulumi from "@pulumi/pulumi";
import { expect, it, vi } from "vitest";
import { EksCluster } from "../../src/components/eks-cluster.js";
import type { EksClusterArgs } from "../../src/components/eks/args.js";
import { checkOffer } from "../../src/components/eks/offer.js";
import { leastSettings } from "../aws/settings.js";
import { list, runProgram } from "./engine.js";

class Parent extends pulumi.ComponentResource {
  constructor() {
    super("test:index:Parent", "parent");
  }
}

const check = async (args: Partial<EksClusterArgs>, assert: (checked: Promise<unknown>) => Promise<void>) => {
  await runProgram(async () => {
    await assert(checkOffer({ name: "eks", args: { ...leastSettings, ...args }, options: { parent: new Parent() } }));
    return {};
  });
};

it("lets pass what AWS has", async () => {
  await check({}, async (checked) => {
    expect(await checked).toEqual([]);
  });
});

it("refuses a Kubernetes in extended support under the default policy, and takes it under the other", async () => {
  await check({ kubernetesVersion: "1.33" }, async (checked) => {
    await expect(checked).rejects.toThrow(
      /^error MESH0432: `kubernetesVersion` is "1.33", whose standard support ended/,
    );
  });
  await check({ kubernetesVersion: "1.33", supportPolicy: "EXTENDED" }, async (checked) => {
    expect(await checked).toEqual([]);
  });
});

it("refuses a zone that AWS has not", async () => {
  await check({ vpc: { zones: ["eu-west-1a", "eu-west-1f"] } }, async (checked) => {
    await expect(checked).rejects.toThrow(/^error MESH0435: `vpc.zones\[1\]` is "eu-west-1f"/);
  });
});

it("goes on, with a warning, where AWS does not answer", async () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  const ids = ["subnet-1", "subnet-2"];
  await check(
    // The stand-in has no such answer.
    { vpc: undefined, existingVpc: { vpcId: "vpc-denied", privateSubnetIds: ids }, serviceCidr: "172.20.0.0/16" },
    async (checked) => {
      expect(await checked).toEqual([]);
    },
  );
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    expect.stringMatching(
      /^1 finding\nwarning MESH0434: AWS did not answer ec2:DescribeVpcs: .*; grant the named action to the identity that runs this$/,
    ),
  ]);
  warn.mockRestore();
});

it("a program in JavaScript without settings ends with one clear error, before anything is registered", async () => {
  const run = await runProgram(() => {
    expect(() => new EksCluster("t", {} as EksClusterArgs)).toThrow(
      new pulumi.RunError(
        ["clusterName", "region", "kubernetesVersion"]
          .map(
            (key) =>
              `error MESH0438: \`${key}\` is missing; it must be a string; write it as the types of \`EksClusterArgs\` say`,
          )
          .join("\n"),
      ),
    );
    return {};
  });
  expect(list(run)).toEqual([]);
});
