// Pulumi's mocks: where flow logs go. Does not prove that any are written.
import { expect, it } from "vitest";
import { computeFlowLogPolicy } from "../../src/aws/flow-logs.js";
import { EksCluster } from "../../src/components/eks-cluster.js";
import type { EksClusterArgs } from "../../src/components/eks/args.js";
import { leastSettings } from "../aws/settings.js";
import { find, list, runProgram } from "./engine.js";

const make = (args: Partial<EksClusterArgs> = {}) =>
  runProgram(() => ({ arn: new EksCluster("eks", { ...leastSettings, ...args }).clusterArn }));
const group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vpc/prod/flow-logs";
const ofFlows = (line: string) => line.includes("flow-logs");
const role = "arn:aws:iam::123456789012:role/flows";

it("go to a log group of their own, by a role that may write nowhere else", async () => {
  const run = await make({ flowLogs: {}, logRetentionDays: 30, tags: { team: "shop" } });
  expect(find(run, "eks-flow-logs", ":FlowLog").inputs).toEqual({
    vpcId: "eks-vpc-id",
    trafficType: "ALL",
    logDestinationType: "cloud-watch-logs",
    logDestination: group,
    iamRoleArn: "arn:aws:iam::123456789012:role/eks-flow-logs",
    region: "eu-west-1",
    tags: { team: "shop", Name: "prod-flow-logs" },
  });
  // Group, role and the role's policy.
  const waited = ["eks-flow-logs", "eks-flow-logs", "eks-flow-logs", "eks-vpc"];
  expect(find(run, "eks-flow-logs", ":FlowLog").dependsOn).toEqual(waited);
  expect(find(run, "eks-flow-logs", ":LogGroup").inputs).toEqual({
    name: "/aws/vpc/prod/flow-logs",
    retentionInDays: 30,
    region: "eu-west-1",
    tags: { team: "shop" },
  });
  const { policy } = find(run, "eks-flow-logs", ":RolePolicy").inputs;
  expect(JSON.parse(String(policy))).toEqual(computeFlowLogPolicy(group));
  const { assumeRolePolicy } = find(run, "eks-flow-logs", ":Role").inputs;
  expect(JSON.parse(String(assumeRolePolicy)).Statement[0].Principal).toEqual({
    Service: "vpc-flow-logs.amazonaws.com",
  });
});

it("or by a role that is there", async () => {
  const run = await make({ flowLogs: {}, existingRoles: { flowLogs: role } });
  expect(find(run, "eks-flow-logs", ":FlowLog").inputs.iamRoleArn).toBe(role);
  expect(list(run).filter(ofFlows)).toEqual([
    "aws:cloudwatch/logGroup:LogGroup eks-flow-logs",
    "aws:ec2/flowLog:FlowLog eks-flow-logs",
  ]);
});

it("or to a bucket, without group and role", async () => {
  const flowLogs = { traffic: "REJECT", bucketArn: "arn:aws:s3:::flows/shop", intervalSeconds: 60 } as const;
  const run = await make({ flowLogs });
  expect(find(run, "eks-flow-logs").inputs).toMatchObject({
    trafficType: "REJECT",
    logDestinationType: "s3",
    logDestination: flowLogs.bucketArn,
    maxAggregationInterval: 60,
  });
  expect(list(run).filter(ofFlows)).toEqual(["aws:ec2/flowLog:FlowLog eks-flow-logs"]);
});

it("are not made unasked", async () => {
  expect(list(await make()).filter(ofFlows)).toEqual([]);
});
