import type { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import type { Vpc } from "@pulumi/aws/ec2/vpc.js";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import type * as pulumi from "@pulumi/pulumi";
import type { EksVpc } from "../../aws/settings.js";
import { planEndpoints } from "../../aws/vpc-endpoints.js";
import type { ZoneResources } from "./subnets.js";
import { computeTags, type EksPart } from "./part.js";

/** Endpoints of AWS services inside of the VPC, which the whole VPC may call by HTTPS. */
export function createEndpoints(
  part: EksPart,
  { natGateways, endpoints }: EksVpc,
  { vpc, zones, tables }: { vpc: Vpc; zones: ZoneResources[]; tables: RouteTable[] },
): pulumi.Resource[] {
  const { name, args, options } = part;
  const plans = planEndpoints(args.region, endpoints ?? natGateways === "none");
  const isClosed = plans.some(({ type }) => type === "Interface");
  const group = isClosed ? createEndpointGroup(part, vpc) : undefined;
  const subnetIds = zones.map((zone) => zone.private.id);
  return plans.map(({ key, serviceName, type }) => {
    const place =
      type === "Gateway"
        ? { routeTableIds: tables.map(({ id }) => id) }
        : { subnetIds, securityGroupIds: group === undefined ? [] : [group.id], privateDnsEnabled: true };
    const inputs = { vpcId: vpc.id, serviceName, vpcEndpointType: type, ...place, ...computeTags(part, key) };
    return new VpcEndpoint(`${name}-${key}-endpoint`, inputs, options);
  });
}

function createEndpointGroup(part: EksPart, vpc: Vpc): SecurityGroup {
  const { name, args, options } = part;
  const description = "HTTPS of the VPC to endpoints of AWS services";
  const group = new SecurityGroup(
    `${name}-endpoints`,
    { vpcId: vpc.id, description, ...computeTags(part, "endpoints") },
    options,
  );
  const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: vpc.cidrBlock, description };
  new SecurityGroupIngressRule(
    `${name}-endpoints-https`,
    { securityGroupId: group.id, ...https, region: args.region, tags: { ...args.tags } },
    options,
  );
  return group;
}
