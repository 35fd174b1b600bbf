import { Alias } from "@pulumi/aws/kms/alias.js";
import { Key } from "@pulumi/aws/kms/key.js";
import type * as pulumi from "@pulumi/pulumi";
import { computeTags, type EksPart } from "./part.js";

/** ARN of the key that encrypts Kubernetes Secrets: the one given, else a new one that AWS renews every year. */
export function createEncryptionKey(part: EksPart): pulumi.Input<string> {
  const { name, args, options } = part;
  if (args.encryptionKeyArn !== undefined) return args.encryptionKeyArn;
  const key = new Key(
    `${name}-key`,
    {
      description: `Secrets of the EKS cluster ${args.clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      ...computeTags(part, "secrets"),
    },
    options,
  );
  const alias = { name: `alias/eks/${args.clusterName}`, targetKeyId: key.keyId, region: args.region };
  new Alias(`${name}-key`, alias, options);
  return key.arn;
}
