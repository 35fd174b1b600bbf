import { createFinding } from "../../findings/codes.js";
import type { Finding } from "../../findings/finding.js";
import { isBlock } from "../../text/ip-block.js";
import type { ServicePort } from "../load-balancer/aws-load-balancer-values.js";
import type { GatewaySettings } from "./gateway-settings.js";

/** The Service as the chart will make it: profile, settings and `values` together. */
export interface ServiceFacts {
  type: string;
  ports: readonly ServicePort[];
  /** False = only those with a `nodePort` of their own get one. */
  allocatesNodePorts: boolean;
}

// The API server's default --service-node-port-range, which EKS does not let anybody change.
const [lowest, highest] = [30000, 32767];

/** Settings of a gateway's Service that its type has no use for, and node ports and ranges that Kubernetes would refuse. */
export function findServiceProblems(settings: GatewaySettings, facts: ServiceFacts): Finding[] {
  const { sourceRanges, externalTrafficPolicy, allocateNodePorts, awsLoadBalancer } = settings;
  const onlyOf = (given: unknown, setting: string, types: readonly string[]) =>
    given === undefined || types.includes(facts.type) ? [] : [createMisplaced(setting, facts.type, types)];
  return [
    ...onlyOf(awsLoadBalancer, "awsLoadBalancer", ["LoadBalancer"]),
    ...onlyOf(sourceRanges, "sourceRanges", ["LoadBalancer"]),
    ...onlyOf(allocateNodePorts, "allocateNodePorts", ["LoadBalancer"]),
    ...onlyOf(externalTrafficPolicy, "externalTrafficPolicy", ["LoadBalancer", "NodePort"]),
    ...findNodePortProblems(facts),
    ...findRangeProblems(sourceRanges ?? []),
  ];
}

function createMisplaced(setting: string, type: string, types: readonly string[]): Finding {
  const message = `\`${setting}\` is given, but \`serviceType\` is "${type}"`;
  return createFinding("MESH0118", message, `remove it, or set \`serviceType\` to ${types.join(" or ")}`);
}

function findNodePortProblems({ type, ports }: ServiceFacts): Finding[] {
  const numbers = ports.flatMap(({ name, nodePort }) => (nodePort === undefined ? [] : [{ name, nodePort }]));
  const firsts = new Map<number, string>();
  return numbers.flatMap(({ name, nodePort }) => {
    const first = firsts.get(nodePort);
    if (first === undefined) firsts.set(nodePort, name);
    const at = `\`nodePort\` of the port "${name}" is ${nodePort}`;
    const isInRange = Number.isInteger(nodePort) && nodePort >= lowest && nodePort <= highest;
    return [
      ...(type === "ClusterIP"
        ? [createFinding("MESH0130", `${at}, but \`serviceType\` is "ClusterIP"`, "remove it, or change `serviceType`")]
        : []),
      ...(isInRange ? [] : [createFinding("MESH0130", `${at}, but must be an integer of ${lowest}-${highest}`)]),
      ...(first === undefined ? [] : [createFinding("MESH0130", `${at}, as that of the port "${first}"`)]),
    ];
  });
}

function findRangeProblems(ranges: readonly string[]): Finding[] {
  if (ranges.length === 0) return [];
  return ranges.flatMap((range, index) =>
    isBlock(range)
      ? []
      : [createFinding("MESH0119", `\`sourceRanges[${index}]\` is "${range}", which is not a range of addresses`)],
  );
}
