// Ranges, ids, ARNs and numbers that AWS refuses whatever else is said. Does not prove that AWS has what they name.
import { expect, it } from "vitest";
import { find, says } from "./find-problems.js";

const zones = ["eu-west-1a", "eu-west-1b"];
const tags = (number: number) => Object.fromEntries(Array.from({ length: number }, (_, index) => [`t${index}`, "x"]));
const key = (region: string) => `arn:aws:kms:${region}:123456789012:key/1-2`;

it.each<object>([
  { vpc: { zones, cidr: "100.64.0.0/16" } },
  { tags: tags(40) },
  { encryptionKeyArn: key("eu-west-1"), credentials: { roleArn: "arn:aws:iam::123456789012:role/deploy/ci" } },
  { encryptionKeyArn: Promise.resolve("") },
])("nothing to say of %j", (settings) => {
  expect(find(settings)).toEqual([]);
});

it.each<[object, string]>([
  ...["127.0.0.0/16", "169.254.0.0/16", "224.0.0.0/16", "0.0.0.0/16"].map((cidr): [object, string] => [
    { vpc: { zones, cidr } },
    says("MESH0404", `\`vpc.cidr\` is "${cidr}", addresses that no host can have`),
  ]),
  [
    { vpc: { zones, cidr: "8.8.0.0/16" } },
    says(
      "MESH0441",
      '`vpc.cidr` is "8.8.0.0/16", which is not a private network: hosts of the internet with these addresses cannot be reached',
    ),
  ],
  [
    { vpc: undefined, existingVpc: { vpcId: "my-vpc", privateSubnetIds: ["subnet-1", "subnet-2"] } },
    says("MESH0436", '`existingVpc.vpcId` is "my-vpc", but must begin with vpc-', "give AWS's id, not a name"),
  ],
  [
    { vpc: undefined, existingVpc: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "a"] } },
    says(
      "MESH0436",
      '`existingVpc.privateSubnetIds[1]` is "a", but must begin with subnet-',
      "give AWS's id, not a name",
    ),
  ],
  [
    { encryptionKeyArn: "alias/foo" },
    says("MESH0436", '`encryptionKeyArn` is "alias/foo", which is not an ARN of a KMS key'),
  ],
  [
    { encryptionKeyArn: key("us-east-1") },
    says(
      "MESH0436",
      `\`encryptionKeyArn\` is "${key("us-east-1")}", which is in us-east-1, and the cluster in eu-west-1`,
    ),
  ],
  [
    { credentials: { roleArn: "nope" } },
    says("MESH0436", '`credentials.roleArn` is "nope", which is not an ARN of an IAM role'),
  ],
  [
    { credentials: { roleArn: "arn:aws-us-gov:iam::123456789012:role/ci" } },
    says(
      "MESH0436",
      '`credentials.roleArn` is "arn:aws-us-gov:iam::123456789012:role/ci", which is of the partition aws-us-gov, and eu-west-1 is of aws',
    ),
  ],
  [
    { tags: tags(41) },
    says(
      "MESH0419",
      "`tags` has 41 tags; AWS takes 50 a resource, and up to 10 come with what the cluster makes",
      "use at most 40",
    ),
  ],
])("%j", (settings, expected) => {
  expect(find(settings)).toEqual([expected]);
});
