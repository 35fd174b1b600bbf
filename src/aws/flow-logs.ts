import type { EksInput } from "./eks-input.js";
import { findArnProblems } from "./arn.js";
import { computePartition, type PolicyDocument } from "./policies.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";
import { findChoiceProblems } from "./problem.js";

/** Which traffic a VPC's flow logs are about. EC2's `TrafficType`. */
export const FlowTraffic = { All: "ALL", Accepted: "ACCEPT", Rejected: "REJECT" } as const;
export type FlowTraffic = (typeof FlowTraffic)[keyof typeof FlowTraffic];

/** How a VPC's flow logs are called among the cluster's parts, and their role among its roles. */
export const flowLogsKey = "flow-logs";

/** The group of CloudWatch that flow logs go to. */
export function computeFlowGroup(clusterName: string): string {
  return `/aws/vpc/${clusterName}/flow-logs`;
}

/** Whether flow logs have a role: those in a bucket are written without one. */
export function hasFlowRole({ flowLogs }: Pick<EksInput, "flowLogs">): boolean {
  return flowLogs !== undefined && flowLogs.bucketArn === undefined;
}

/**
 * What the role of flow logs may do with their group, which is there already.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export function computeFlowLogPolicy(groupArn: string): PolicyDocument {
  const Action = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"];
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: [groupArn, `${groupArn}:*`] }] };
}

/** Seconds over which EC2 sums flows up; it takes no other number. */
const intervals = [60, 600];

/** What is wrong with the flow logs. */
export function findFlowLogProblems({ flowLogs, vpc, region }: EksInput): Problem[] {
  if (flowLogs === undefined) return [];
  const at = ["flowLogs"];
  const { traffic, bucketArn, intervalSeconds } = flowLogs;
  const isInterval = intervalSeconds === undefined || intervals.includes(intervalSeconds);
  return [
    ...(vpc === undefined
      ? [createSettingProblem(at, "MESH0492", "is given, but the VPC already exists", "leave it out")]
      : []),
    ...findChoiceProblems([...at, "traffic"], traffic, FlowTraffic),
    ...findBucketProblems([...at, "bucketArn"], bucketArn, region),
    ...(isInterval
      ? []
      : [createSettingProblem([...at, "intervalSeconds"], "MESH0412", `is ${intervalSeconds}, but must be 60 or 600`)]),
  ];
}

/** An ARN of S3 has neither region nor account, and may go on with a folder. AWSLogs is the folder that AWS itself adds. */
function findBucketProblems(at: readonly string[], value: unknown, region: string): Problem[] {
  const resource = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w!.*'()/-]*)?$/;
  const found = findArnProblems(at, value, { what: "an S3 bucket", service: "s3", resource, region });
  if (found.length > 0 || typeof value !== "string") return found;
  if (!/\/AWSLogs(\/|$)/.test(value)) return [];
  const message = `is "${value}", but AWS creates the folder AWSLogs itself`;
  return [
    createSettingProblem(at, "MESH0492", message, `write it as in arn:${computePartition(region)}:s3:::flows/shop`),
  ];
}
