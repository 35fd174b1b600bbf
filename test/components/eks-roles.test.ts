// Pulumi's mocks: roles that are there already, and what bounds those that are made. Does not prove that such roles suffice.
import { expect, it } from "vitest";
import { EksCluster } from "../../src/components/eks-cluster.js";
import type { EksClusterArgs } from "../../src/components/eks/args.js";
import { leastSettings } from "../aws/settings.js";
import { find, list, runProgram } from "./engine.js";

const make = (args: Partial<EksClusterArgs> = {}) =>
  runProgram(() => ({ arn: new EksCluster("eks", { ...leastSettings, ...args }).clusterArn }));
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const read = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
const pod = { namespace: "shop", serviceAccount: "web" };

it("that are there already are taken, and nothing of IAM is made", async () => {
  const run = await make({
    existingRoles: {
      cluster: role("cluster"),
      nodes: role("nodes"),
      loadBalancerController: role("lbc"),
      addons: { "vpc-cni": role("cni"), "aws-ebs-csi-driver": role("ebs") },
    },
    podRoles: { web: { ...pod, roleArn: role("web") } },
  });
  expect(list(run).filter((line) => line.startsWith("aws:iam/"))).toEqual([]);
  expect(find(run, "eks-cluster", ":Cluster").inputs.roleArn).toBe(role("cluster"));
  expect(find(run, "eks-nodes-default", ":NodeGroup").inputs.nodeRoleArn).toBe(role("nodes"));
  expect(find(run, "eks-vpc-cni", ":Addon").inputs.podIdentityAssociations[0].roleArn).toBe(role("cni"));
  expect(find(run, "eks-aws-ebs-csi-driver", ":Addon").inputs.podIdentityAssociations[0].roleArn).toBe(role("ebs"));
  expect(find(run, "eks-load-balancer-controller", "Association").inputs.roleArn).toBe(role("lbc"));
  expect(find(run, "eks-pod-web", "Association").inputs.roleArn).toBe(role("web"));
  expect(find(run, "eks", ":EksCluster").outputs).toMatchObject({
    nodeRoleArn: role("nodes"),
    loadBalancerControllerRoleArn: role("lbc"),
  });
});

it("that are made have the boundary and the path, all of them", async () => {
  const permissionsBoundary = "arn:aws:iam::123456789012:policy/boundary";
  const bounded = await make({
    permissionsBoundary,
    rolePath: "/shop/",
    podRoles: { web: { ...pod, policies: { read } } },
  });
  const roles = bounded.resources.filter(({ type }) => type.endsWith(":Role"));
  expect(roles).toHaveLength(6);
  for (const { inputs } of roles) expect(inputs).toMatchObject({ permissionsBoundary, path: "/shop/" });
});

it("nodes follow AWS's newest image where that is asked for, and are replaced and repaired as asked", async () => {
  const run = await make({
    nodeGroups: {
      kept: {},
      newest: { releaseVersion: "latest", forceUpdate: true, repair: true, updateStrategy: "MINIMAL" },
      flasks: { system: "Bottlerocket", instanceTypes: ["m7g.large"], releaseVersion: "latest" },
      named: { releaseVersion: "1.34.2-20261120" },
    },
  });
  const inputs = (key: string) => find(run, `eks-nodes-${key}`, ":NodeGroup").inputs;
  expect(inputs("newest")).toMatchObject({
    releaseVersion:
      "newest of /aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/release_version",
    forceUpdateVersion: true,
    nodeRepairConfig: { enabled: true },
    updateConfig: { maxUnavailablePercentage: 33, updateStrategy: "MINIMAL" },
  });
  expect(inputs("flasks").releaseVersion).toBe(
    "newest of /aws/service/bottlerocket/aws-k8s-1.34/arm64/latest/image_version",
  );
  expect(inputs("named").releaseVersion).toBe("1.34.2-20261120");
  for (const key of ["releaseVersion", "forceUpdateVersion", "nodeRepairConfig"]) {
    expect(inputs("kept")).not.toHaveProperty(key);
  }
});

it("Auto Mode has the pools that are named, and a role only for these; zonal shift is EKS's own unless it is said", async () => {
  const one = find(await make({ autoMode: true, nodePools: ["system"], zonalShift: true }), "eks-cluster", ":Cluster");
  expect(one.inputs).toMatchObject({
    computeConfig: { enabled: true, nodePools: ["system"], nodeRoleArn: role("eks-nodes") },
    zonalShiftConfig: { enabled: true },
  });
  const none = find(await make({ autoMode: true, nodePools: [] }), "eks-cluster", ":Cluster");
  expect(none.inputs.computeConfig).toEqual({ enabled: true });
  expect(none.inputs).not.toHaveProperty("zonalShiftConfig");
});
