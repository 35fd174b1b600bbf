import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import * as pulumi from "@pulumi/pulumi";
import { computeManagedPolicyArn, trustPolicies, type PolicyDocument } from "../../aws/policies.js";
import type { EksPart } from "./part.js";

/** An IAM role to make. */
export interface RolePlan {
  /** Stable name within the component. */
  key: string;
  description: string;
  trust: keyof typeof trustPolicies;
  /** ARN of a role that is there already, to be taken instead. */
  existing?: pulumi.Input<string>;
  /** Names of policies of AWS. */
  managed?: readonly string[];
  /** ARNs of other policies, by what they are to be called. */
  attached?: Readonly<Record<string, pulumi.Input<string>>>;
  /** A policy of the role's own. */
  inline?: pulumi.Input<PolicyDocument>;
}

/** A role, and what gives it its rights: whoever uses the role must wait for these too, and must be gone before they go. */
export interface RoleWithRights {
  arn: pulumi.Output<string>;
  rights: pulumi.Resource[];
}

/** Makes a role with its policies; one that is there already is taken as it is. */
export function createRole(part: EksPart, plan: RolePlan): RoleWithRights {
  const { name, args, options } = part;
  const { key, description, trust, existing, managed = [], attached = {}, inline } = plan;
  if (existing !== undefined) return { arn: pulumi.output(existing), rights: [] };
  const { rolePath: path, permissionsBoundary } = args;
  const assumeRolePolicy = JSON.stringify(trustPolicies[trust]);
  const role = new Role(
    `${name}-${key}`,
    { assumeRolePolicy, description, path, permissionsBoundary, tags: { ...args.tags } },
    options,
  );
  const ofAws = managed.map((policy) => [lastPart(policy), computeManagedPolicyArn(args.region, policy)] as const);
  const attachments = [...ofAws, ...Object.entries(attached)].map(
    ([policy, policyArn]) =>
      new RolePolicyAttachment(`${name}-${key}-${policy}`, { role: role.name, policyArn }, options),
  );
  if (inline === undefined) return { arn: role.arn, rights: attachments };
  const policy = pulumi.jsonStringify(inline);
  const own = new RolePolicy(`${name}-${key}`, { role: role.name, policy }, options);
  return { arn: role.arn, rights: [...attachments, own] };
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
