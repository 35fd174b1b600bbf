// Does not prove that AWS lets Auto Mode do more or less than this.
import { expect, it } from "vitest";
import { computeClusterPolicy, computeVolumeKeyPolicy } from "../../src/aws/cluster-policy.js";
import { listClusterPolicies } from "../../src/aws/policies.js";

const region = "eu-west-1";
const secrets = "arn:aws:kms:eu-west-1:123456789012:key/secrets";
const volumes = "arn:aws:kms:eu-west-1:123456789012:key/volumes";
const ofSecrets = {
  Effect: "Allow",
  Action: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"],
  Resource: secrets,
};

it("is about the key of Secrets alone without Auto Mode, whoever encrypts volumes", () => {
  expect(computeClusterPolicy({ region }, { secrets, volumes }).Statement).toEqual([ofSecrets]);
});

it("lets Auto Mode tag what it makes for its own cluster, and nothing else", () => {
  const { Statement } = computeClusterPolicy({ region, autoMode: true }, { secrets });
  const [first, ...tagging] = Statement;
  expect(first).toEqual(ofSecrets);
  const own = "${aws:PrincipalTag/eks:eks-cluster-name}";
  for (const { Condition } of tagging) {
    expect([
      { "aws:RequestTag/eks:eks-cluster-name": own },
      { "aws:ResourceTag/eks:eks-cluster-name": own },
    ]).toContainEqual(Condition?.StringEquals);
  }
  // Whatever changes tags of what is there asks for the tag of the cluster there, not in the request.
  expect(
    tagging.filter(({ Condition }) => "aws:ResourceTag/eks:eks-cluster-name" in (Condition?.StringEquals ?? {})),
  ).toEqual([
    expect.objectContaining({
      Action: ["ec2:CreateTags", "ec2:DeleteTags", "elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
    }),
  ]);
  expect(tagging[0]?.Condition?.StringLike).toEqual({
    "aws:RequestTag/eks:kubernetes-node-class-name": "*",
    "aws:RequestTag/eks:kubernetes-node-pool-name": "*",
  });
  expect(tagging[1]?.Resource).toEqual(["arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*:*:snapshot/*"]);
  const inGovernment = computeClusterPolicy({ region: "us-gov-west-1", autoMode: true }, { secrets });
  expect(inGovernment.Statement[2]?.Resource).toContain("arn:aws-us-gov:ec2:*:*:volume/*");
});

it("lets Auto Mode use the key of volumes, and hand it on to AWS alone", () => {
  const { Statement } = computeClusterPolicy({ region, autoMode: true }, { secrets, volumes });
  expect(Statement.slice(-2)).toEqual(computeVolumeKeyPolicy(volumes).Statement);
  expect(computeVolumeKeyPolicy(volumes).Statement).toEqual([
    expect.objectContaining({ Resource: volumes }),
    {
      Effect: "Allow",
      Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      Resource: volumes,
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ]);
  expect(listClusterPolicies(true)).toContain("AmazonEKSComputePolicy");
});
