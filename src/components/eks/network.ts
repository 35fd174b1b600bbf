import { DefaultSecurityGroup } from "@pulumi/aws/ec2/defaultSecurityGroup.js";
import { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import { Vpc } from "@pulumi/aws/ec2/vpc.js";
import type * as pulumi from "@pulumi/pulumi";
import { parseCidr } from "../../aws/cidr.js";
import type { EksVpc } from "../../aws/settings.js";
import { defaultVpcCidr } from "../../aws/subnet-plan.js";
import { createEndpoints } from "./endpoints.js";
import { createFlowLogs } from "./flow-logs.js";
import { computeTags, type EksPart } from "./part.js";
import { createRoutes } from "./routes.js";
import { createSubnets } from "./subnets.js";

/** Where a cluster is. */
export interface EksNetwork {
  vpcId: pulumi.Input<string>;
  privateSubnetIds: pulumi.Input<string>[];
  publicSubnetIds: pulumi.Input<string>[];
  /** What must be there before a node can reach AWS, and may go only after the nodes. */
  ways: pulumi.Resource[];
}

/** The VPC that is given, else a new one. */
export function createNetwork(part: EksPart): EksNetwork {
  const { existingVpc, vpc } = part.args;
  if (existingVpc !== undefined) return { publicSubnetIds: [], ...existingVpc, ways: [] };
  if (vpc === undefined) throw new Error("settings without findings have a VPC");
  return createVpc(part, vpc);
}

function createVpc(part: EksPart, settings: EksVpc): EksNetwork {
  const { name, options } = part;
  const cidrBlock = settings.cidr ?? defaultVpcCidr;
  const range = parseCidr(cidrBlock);
  if (range === undefined) throw new Error(`settings without findings have no VPC of ${cidrBlock}`);
  const vpc = new Vpc(
    `${name}-vpc`,
    { cidrBlock, enableDnsSupport: true, enableDnsHostnames: true, ...computeTags(part, "vpc") },
    options,
  );
  // A VPC's default group lets everything in it talk; emptied, it is of no use to whoever forgets to name another one.
  new DefaultSecurityGroup(
    `${name}-default-security-group`,
    { vpcId: vpc.id, ingress: [], egress: [], ...computeTags(part, "default") },
    options,
  );
  const gateway = new InternetGateway(
    `${name}-internet-gateway`,
    { vpcId: vpc.id, ...computeTags(part, "internet") },
    options,
  );
  createFlowLogs(part, vpc);
  const zones = createSubnets(part, vpc, { range, settings });
  const { tables, ways } = createRoutes(part, settings, { vpc, gateway, zones });
  const endpoints = createEndpoints(part, settings, { vpc, zones, tables });
  return {
    vpcId: vpc.id,
    privateSubnetIds: zones.map((zone) => zone.private.id),
    publicSubnetIds: zones.map((zone) => zone.public.id),
    ways: [...ways, ...endpoints],
  };
}
