import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation.js";
import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import type * as pulumi from "@pulumi/pulumi";
import { computeAccessPolicyArn } from "../../aws/policies.js";
import type { EksPart } from "./part.js";

/** Access entries and their policies: who may use the Kubernetes API. There is no ConfigMap aws-auth. */
export function createAccess(part: EksPart, cluster: Cluster): pulumi.Resource[] {
  const { name, args, options } = part;
  return Object.entries(args.accessEntries ?? {}).flatMap(
    ([key, { principalArn, policies = [], namespaces, groups }]) => {
      const entry = new AccessEntry(
        `${name}-${key}`,
        {
          clusterName: cluster.name,
          principalArn,
          kubernetesGroups: groups,
          region: args.region,
          tags: { ...args.tags },
        },
        options,
      );
      const accessScope = namespaces === undefined ? { type: "cluster" } : { type: "namespace", namespaces };
      const associations = policies.map((policy) => {
        const policyArn = computeAccessPolicyArn(args.region, policy);
        const inputs = { clusterName: cluster.name, principalArn: entry.principalArn, policyArn, accessScope };
        return new AccessPolicyAssociation(`${name}-${key}-${policy}`, { ...inputs, region: args.region }, options);
      });
      return [entry, ...associations];
    },
  );
}
