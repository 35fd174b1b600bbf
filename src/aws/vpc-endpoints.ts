/** Services that nodes and the mesh's controllers call, by the last part of their endpoints' names. */
const interfaceServices = [
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "logs",
  "sts",
] as const;

/** An endpoint of the VPC. */
export interface EndpointPlan {
  /** Stable name, unique. */
  key: string;
  /** As in `com.amazonaws.eu-west-1.sts`. */
  serviceName: string;
  /** Gateway endpoints stand in route tables, interface endpoints in subnets. */
  type: "Gateway" | "Interface";
}

/** Endpoints of a VPC: S3's always, since image layers come from there and it costs nothing; the others where asked for. */
export function planEndpoints(region: string, all: boolean): EndpointPlan[] {
  const gateway: EndpointPlan = { key: "s3", serviceName: `com.amazonaws.${region}.s3`, type: "Gateway" };
  if (!all) return [gateway];
  return [
    gateway,
    ...interfaceServices.map((service): EndpointPlan => {
      return { key: service.replace(".", "-"), serviceName: `com.amazonaws.${region}.${service}`, type: "Interface" };
    }),
  ];
}
