import type { Properties, StandIn } from "./provider.js";

/** A load balancer, a network interface or a security group that Kubernetes has made in AWS, beside Pulumi. */
export interface Leftover {
  kind: "load balancer" | "network interface" | "security group";
  /** ARN of a load balancer, id of the others. */
  id: string;
  tags?: Record<string, string>;
  /** Other fields that AWS filters by. */
  fields?: Record<string, string>;
  /** Whether it is there: asked at each look, so it may go after some. */
  isThere: () => boolean;
}

/** Lets the stand-in's AWS answer what there is of these; each look is logged. */
export function serveLeftovers(standIn: StandIn, leftovers: readonly Leftover[]): void {
  const find = (kind: Leftover["kind"], isMeant: (leftover: Leftover) => boolean) => {
    const found = leftovers.filter((one) => one.kind === kind && isMeant(one) && one.isThere()).map(({ id }) => id);
    standIn.log.push(`look for ${kind}s: ${found.join(", ") || "none"}`);
    return found;
  };
  standIn.functions["aws:lb/getLbs:getLbs"] = ({ tags }: Properties) => {
    const wanted = Object.entries((tags ?? {}) as Record<string, string>);
    return { arns: find("load balancer", (one) => wanted.every(([key, value]) => one.tags?.[key] === value)) };
  };
  const findByFilters =
    (kind: Leftover["kind"]) =>
    ({ filters }: Properties) => {
      const wanted = filters as { name: string; values: string[] }[];
      const isMeant = (one: Leftover) => wanted.every(({ name, values }) => matches(readField(one, name), values));
      return { ids: find(kind, isMeant) };
    };
  standIn.functions["aws:ec2/getNetworkInterfaces:getNetworkInterfaces"] = findByFilters("network interface");
  standIn.functions["aws:ec2/getSecurityGroups:getSecurityGroups"] = findByFilters("security group");
}

function readField({ tags = {}, fields = {} }: Leftover, name: string): string {
  return (name.startsWith("tag:") ? tags[name.slice("tag:".length)] : fields[name]) ?? "";
}

/** AWS's wildcards, of which only a last `*` is wanted here. */
function matches(value: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern,
  );
}
