import { Eip } from "@pulumi/aws/ec2/eip.js";
import type { InternetGateway } from "@pulumi/aws/ec2/internetGateway.js";
import { NatGateway } from "@pulumi/aws/ec2/natGateway.js";
import { Route } from "@pulumi/aws/ec2/route.js";
import { RouteTable } from "@pulumi/aws/ec2/routeTable.js";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation.js";
import type { Vpc } from "@pulumi/aws/ec2/vpc.js";
import type * as pulumi from "@pulumi/pulumi";
import type { EksVpc } from "../../aws/settings.js";
import type { ZoneResources } from "./subnets.js";
import { computeTags, type EksPart } from "./part.js";

/** What routes lead through. */
interface RoutedNetwork {
  vpc: Vpc;
  gateway: InternetGateway;
  zones: ZoneResources[];
}

/** The tables of a VPC's routes, and what must be there before private subnets have a way out. */
interface Routes {
  tables: RouteTable[];
  ways: pulumi.Resource[];
}

/** One table for all public subnets, and one for every private subnet, through the NAT gateway of its zone or the only one. */
export function createRoutes(part: EksPart, settings: EksVpc, network: RoutedNetwork): Routes {
  const { name, options } = part;
  const { vpc, gateway, zones } = network;
  const openTable = createTable(part, vpc, "public");
  const toInternet = new Route(
    `${name}-public-internet`,
    { routeTableId: openTable.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id, region: part.args.region },
    options,
  );
  const open = zones.map((zone) =>
    associate(part, { table: openTable, subnet: zone.public, key: `public-${zone.zone}` }),
  );
  const nats = createNatGateways(part, settings, { ...network, toInternet: [toInternet, ...open] });
  const routed = zones.map((zone) => {
    const table = createTable(part, vpc, `private-${zone.zone}`);
    const nat = nats[zone.zone] ?? nats.all;
    const association = associate(part, { table, subnet: zone.private, key: `private-${zone.zone}` });
    if (nat === undefined) return { table, ways: [association] };
    const route = new Route(
      `${name}-private-${zone.zone}-internet`,
      { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id, region: part.args.region },
      options,
    );
    return { table, ways: [association, route] };
  });
  return {
    tables: [openTable, ...routed.map(({ table }) => table)],
    ways: [toInternet, ...open, ...routed.flatMap(({ ways }) => ways)],
  };
}

function createTable(part: EksPart, vpc: Vpc, key: string): RouteTable {
  return new RouteTable(`${part.name}-${key}`, { vpcId: vpc.id, ...computeTags(part, key) }, part.options);
}

function associate(
  { name, args, options }: EksPart,
  { table, subnet, key }: { table: RouteTable; subnet: ZoneResources["private"]; key: string },
): RouteTableAssociation {
  const inputs = { routeTableId: table.id, subnetId: subnet.id, region: args.region };
  return new RouteTableAssociation(`${name}-${key}`, inputs, options);
}

/** By zone, or under `all` where there is one for all zones: in the first one by name, whichever order they are given in. */
function createNatGateways(
  part: EksPart,
  { natGateways = "one-per-zone" }: EksVpc,
  { zones, toInternet }: RoutedNetwork & { toInternet: pulumi.Resource[] },
): Record<string, NatGateway> {
  if (natGateways === "none") return {};
  const create = ({ zone, public: subnet }: ZoneResources) => {
    const eip = new Eip(
      `${part.name}-nat-${zone}`,
      { domain: "vpc", ...computeTags(part, `nat-${zone}`) },
      part.options,
    );
    return new NatGateway(
      `${part.name}-nat-${zone}`,
      { allocationId: eip.id, subnetId: subnet.id, ...computeTags(part, `nat-${zone}`) },
      { ...part.options, dependsOn: toInternet },
    );
  };
  if (natGateways === "one-per-zone") return Object.fromEntries(zones.map((zone) => [zone.zone, create(zone)]));
  const [first] = zones.toSorted((one, other) => (one.zone < other.zone ? -1 : 1));
  return first === undefined ? {} : { all: create(first) };
}
