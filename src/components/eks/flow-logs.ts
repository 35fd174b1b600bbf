import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { FlowLog } from "@pulumi/aws/ec2/flowLog.js";
import type { Vpc } from "@pulumi/aws/ec2/vpc.js";
import { computeFlowGroup, computeFlowLogPolicy, flowLogsKey } from "../../aws/flow-logs.js";
import { computeTags, type EksPart } from "./part.js";
import { createRole } from "./roles.js";

/** Flow logs of the VPC, where they are wanted: into a bucket that is there, or a log group of their own. */
export function createFlowLogs(part: EksPart, vpc: Vpc): void {
  const { name, args, options } = part;
  const { flowLogs } = args;
  if (flowLogs === undefined) return;
  const { traffic = "ALL", bucketArn, intervalSeconds } = flowLogs;
  const { rights, ...destination } =
    bucketArn === undefined ? createGroup(part) : { logDestinationType: "s3", logDestination: bucketArn, rights: [] };
  new FlowLog(
    `${name}-${flowLogsKey}`,
    {
      vpcId: vpc.id,
      trafficType: traffic,
      ...destination,
      ...(intervalSeconds === undefined ? {} : { maxAggregationInterval: intervalSeconds }),
      ...computeTags(part, flowLogsKey),
    },
    { ...options, dependsOn: rights },
  );
}

function createGroup(part: EksPart) {
  const { name, args, options } = part;
  const group = new LogGroup(
    `${name}-${flowLogsKey}`,
    {
      name: computeFlowGroup(args.clusterName),
      retentionInDays: args.logRetentionDays ?? 90,
      kmsKeyId: args.logKeyArn,
      region: args.region,
      tags: { ...args.tags },
    },
    options,
  );
  const { arn: iamRoleArn, rights } = createRole(part, {
    key: flowLogsKey,
    description: `Flow logs of the VPC of the EKS cluster ${args.clusterName}`,
    trust: "flowLogs",
    existing: args.existingRoles?.flowLogs,
    inline: group.arn.apply(computeFlowLogPolicy),
  });
  return { logDestinationType: "cloud-watch-logs", logDestination: group.arn, iamRoleArn, rights };
}
