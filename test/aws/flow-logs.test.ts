// Does not prove that AWS writes flow logs: a bucket's policy, for one, is not looked at.
import { expect, it } from "vitest";
import { computeFlowLogPolicy } from "../../src/aws/flow-logs.js";
import { find, says } from "./find-problems.js";

const existingVpc = { vpcId: "vpc-0a1b2c3d", privateSubnetIds: ["subnet-0a1b2c3d", "subnet-1a1b2c3d"] };

it.each([
  [{}],
  [{ traffic: "REJECT", intervalSeconds: 60 }],
  [{ bucketArn: "arn:aws:s3:::flows" }],
  [{ bucketArn: "arn:aws:s3:::flows.example.com/shop/prod/" }],
])("takes %j", (flowLogs) => {
  expect(find({ flowLogs })).toEqual([]);
});

it.each<[object, string[]]>([
  [
    { flowLogs: {}, vpc: undefined, privateAccessCidrs: undefined, existingVpc },
    [says("MESH0492", "`flowLogs` is given, but the VPC already exists", "leave it out")],
  ],
  [
    { flowLogs: { intervalSeconds: 300 } },
    [says("MESH0412", "`flowLogs.intervalSeconds` is 300, but must be 60 or 600")],
  ],
  [
    { flowLogs: { bucketArn: "flows" } },
    [says("MESH0436", '`flowLogs.bucketArn` is "flows", which is not an ARN of an S3 bucket')],
  ],
  [
    { flowLogs: { bucketArn: "arn:aws-us-gov:s3:::flows" } },
    [
      says(
        "MESH0436",
        '`flowLogs.bucketArn` is "arn:aws-us-gov:s3:::flows", which is of the partition aws-us-gov, and eu-west-1 is of aws',
      ),
    ],
  ],
  [
    { flowLogs: { bucketArn: "arn:aws:s3:::flows/AWSLogs/" } },
    [
      says(
        "MESH0492",
        '`flowLogs.bucketArn` is "arn:aws:s3:::flows/AWSLogs/", but AWS creates the folder AWSLogs itself',
        "write it as in arn:aws:s3:::flows/shop",
      ),
    ],
  ],
])("refuses %j", (settings, expected) => {
  expect(find(settings)).toEqual(expected);
});

it("lets the role write into its group alone, and make none", () => {
  const group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vpc/prod/flow-logs";
  const [statement] = computeFlowLogPolicy(group).Statement;
  expect(statement?.Resource).toEqual([group, `${group}:*`]);
  expect(statement?.Action).not.toContain("logs:CreateLogGroup");
});
