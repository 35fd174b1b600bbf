import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import type { Vpc } from "@pulumi/aws/ec2/vpc.js";
import { formatCidr, type Cidr } from "../../aws/cidr.js";
import type { EksVpc } from "../../aws/settings.js";
import { planSubnets } from "../../aws/subnet-plan.js";
import { computeTags, type EksPart } from "./part.js";

/** The subnets of one zone as resources. */
export interface ZoneResources {
  zone: string;
  private: Subnet;
  public: Subnet;
}

/** A private and a public subnet in every zone. The tags tell the load balancer controller, and EKS Auto Mode, which load balancers belong where. */
export function createSubnets(part: EksPart, vpc: Vpc, plan: { range: Cidr; settings: EksVpc }): ZoneResources[] {
  const { name, options, args } = part;
  const create = (role: "private" | "public", zone: string, range: Cidr) => {
    const { region, tags } = computeTags(part, `${role}-${zone}`);
    const elb = role === "private" ? "kubernetes.io/role/internal-elb" : "kubernetes.io/role/elb";
    const cluster = { [`kubernetes.io/cluster/${args.clusterName}`]: "shared", [elb]: "1" };
    const inputs = { vpcId: vpc.id, availabilityZone: zone, cidrBlock: formatCidr(range), region };
    return new Subnet(`${name}-${role}-${zone}`, { ...inputs, tags: { ...tags, ...cluster } }, options);
  };
  return planSubnets(plan.range, plan.settings).map((zone) => ({
    zone: zone.zone,
    private: create("private", zone.zone, zone.private),
    public: create("public", zone.zone, zone.public),
  }));
}
