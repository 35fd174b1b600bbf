import { createProblem, createSettingProblem, type Problem } from "../../findings/problem.js";
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
export function findServiceProblems(settings: GatewaySettings, facts: ServiceFacts): Problem[] {
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

function createMisplaced(setting: string, type: string, types: readonly string[]): Problem {
  const remedy = `remove it, or set \`serviceType\` to ${types.join(" or ")}`;
  return createSettingProblem([setting], "MESH0118", `is given, but \`serviceType\` is "${type}"`, remedy);
}

function findNodePortProblems({ type, ports }: ServiceFacts): Problem[] {
  const numbers = ports.flatMap(({ name, nodePort }) => (nodePort === undefined ? [] : [{ name, nodePort }]));
  const firsts = new Map<number, string>();
  return numbers.flatMap(({ name, nodePort }) => {
    const first = firsts.get(nodePort);
    if (first === undefined) firsts.set(nodePort, name);
    const create = (why: string, remedy?: string) =>
      createProblem(["ports"], "MESH0130", `\`nodePort\` of the port "${name}" is ${nodePort}, ${why}`, remedy);
    const isInRange = Number.isInteger(nodePort) && nodePort >= lowest && nodePort <= highest;
    return [
      ...(type === "ClusterIP"
        ? [create('but `serviceType` is "ClusterIP"', "remove it, or change `serviceType`")]
        : []),
      ...(isInRange ? [] : [create(`but must be an integer of ${lowest}-${highest}`)]),
      ...(first === undefined ? [] : [create(`as that of the port "${first}"`)]),
    ];
  });
}

function findRangeProblems(ranges: readonly string[]): Problem[] {
  if (ranges.length === 0) return [];
  return ranges.flatMap((range, index) =>
    isBlock(range)
      ? []
      : [createSettingProblem(["sourceRanges", index], "MESH0119", `is "${range}", which is not a range of addresses`)],
  );
}
