import { createSettingProblem, type Problem } from "../../findings/problem.js";
import type { Code } from "../../findings/codes.js";
import {
  AwsHealthCheckProtocol,
  AwsLoadBalancerClass,
  AwsScheme,
  AwsTargetType,
  type AwsHealthCheck,
  type AwsLoadBalancer,
} from "./aws-load-balancer.js";
import {
  awsPrefix,
  crossZoneAttribute,
  proxyConfigAnnotation,
  statusPort,
  statusPortVariable,
  targetGroupAttributes,
} from "./aws-load-balancer-values.js";
import { findUnknownChoice } from "../choices.js";
import type { GatewaySettings } from "../gateway/gateway-settings.js";
import { isValues } from "../merge.js";
import type { ServiceFacts } from "../gateway/service-problems.js";

/** What the AWS Load Balancer Controller or AWS would refuse, or what would leave a load balancer without a healthy target. */
export function findAwsProblems(settings: GatewaySettings, facts: ServiceFacts): Problem[] {
  const { awsLoadBalancer: aws } = settings;
  if (aws === undefined) return [];
  return [
    ...findUnknownChoice(["awsLoadBalancer", "scheme"], aws.scheme, Object.values(AwsScheme)),
    ...findUnknownChoice(["awsLoadBalancer", "targetType"], aws.targetType, Object.values(AwsTargetType)),
    ...findUnknownChoice(
      ["awsLoadBalancer", "loadBalancerClass"],
      aws.loadBalancerClass,
      Object.values(AwsLoadBalancerClass),
    ),
    ...findTargetProblems(aws, facts),
    ...findHealthCheckProblems(settings, aws, facts),
    ...findAttributeProblems(aws),
    ...findDoubled(settings, aws),
    ...findUnreachableRanges(settings),
  ];
}

function findTargetProblems({ targetType }: AwsLoadBalancer, { allocatesNodePorts, ports }: ServiceFacts): Problem[] {
  if (targetType !== AwsTargetType.Instance || allocatesNodePorts) return [];
  const without = ports.filter(({ nodePort }) => nodePort === undefined).map(({ name }) => name);
  if (without.length === 0) return [];
  const message = `is "instance", but no node port is allocated for ${without.join(", ")}`;
  return [createSettingProblem(["awsLoadBalancer", "targetType"], "MESH0131", message)];
}

function findHealthCheckProblems(settings: GatewaySettings, aws: AwsLoadBalancer, facts: ServiceFacts): Problem[] {
  const isInstance = aws.targetType === AwsTargetType.Instance;
  const isLocal = settings.externalTrafficPolicy === "Local";
  const { healthCheck: check } = aws;
  // Kubernetes' own check is taken then.
  if (check === undefined && isInstance && isLocal) return [];
  const { port = statusPort, protocol } = check ?? {};
  const served = facts.ports.map((one) => one.port);
  const problems = findUnknownChoice(
    ["awsLoadBalancer", "healthCheck", "protocol"],
    protocol,
    Object.values(AwsHealthCheckProtocol),
  );
  // A pod serves the status port whatever its Service does; a node serves only what has a node port.
  if (!served.includes(port) && (isInstance || port !== statusPort)) {
    const message = `is ${port}, which the Service does not have; the Service's ports are ${served.join(", ")}`;
    problems.push(createCheckProblem("port", message, `use one of them, or add ${port} to \`ports\``));
  }
  if (protocol === AwsHealthCheckProtocol.Tcp && isInstance && isLocal) {
    const message = 'is "tcp", but with `externalTrafficPolicy: Local` a node\'s port is open even without a pod';
    problems.push(createCheckProblem("protocol", message, 'use "http", or leave `healthCheck` out'));
  }
  return check === undefined ? problems : [...problems, ...findFigureProblems(check)];
}

function findFigureProblems(check: AwsHealthCheck): Problem[] {
  const { path, protocol, intervalSeconds, healthyThreshold, unhealthyThreshold } = check;
  const problems: Problem[] = [];
  const add = (key: string, message: string, remedy: string) => problems.push(createCheckProblem(key, message, remedy));
  if (path !== undefined && protocol === AwsHealthCheckProtocol.Tcp) {
    add("path", `is "${path}", but \`protocol\` is "tcp", which has none`, "remove one of the two");
  }
  if (path !== undefined && !path.startsWith("/")) {
    add("path", `is "${path}", but must begin with /`, `write it as "/${path}"`);
  }
  const figures: [string, number | undefined, number, number][] = [
    ["intervalSeconds", intervalSeconds, 5, 300],
    ["healthyThreshold", healthyThreshold, 2, 10],
    ["unhealthyThreshold", unhealthyThreshold, 2, 10],
  ];
  for (const [name, value, min, max] of figures) {
    if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) continue;
    add(name, `is ${value}, but must be an integer of ${min}-${max}`, "use a number in that range");
  }
  return problems;
}

function createCheckProblem(key: string, message: string, remedy: string): Problem {
  return createSettingProblem(["awsLoadBalancer", "healthCheck", key], "MESH0132", message, remedy);
}

function findAttributeProblems({ attributes = {}, crossZone, subnets }: AwsLoadBalancer): Problem[] {
  const problems: Problem[] = [];
  const add = (key: string, code: Code, message: string, remedy: string) =>
    problems.push(createSettingProblem(["awsLoadBalancer", key], code, message, remedy));
  if (crossZone !== undefined && attributes[crossZoneAttribute] !== undefined) {
    const message = `has ${crossZoneAttribute}, which \`crossZone\` says already`;
    add("attributes", "MESH0109", message, "keep `crossZone`");
  }
  for (const [key, value] of Object.entries(attributes)) {
    // The annotation is one text: key=value,key=value.
    if (!/[,=]/.test(key) && !value.includes(",")) continue;
    const message = `has ${key}=${value}, which an annotation cannot express`;
    add("attributes", "MESH0134", message, "write one attribute an entry, without commas");
  }
  if (subnets !== undefined && (subnets.length === 0 || new Set(subnets).size < subnets.length)) {
    const message = `is ${JSON.stringify(subnets)}, but must name different subnets, at least one`;
    add("subnets", "MESH0134", message, "name one subnet a zone, or leave it out");
  }
  return problems;
}

/** What is said a second time where it would win or be overwritten without a word, and could leave one side alone. */
function findDoubled(
  { serviceAnnotations, values = {} }: GatewaySettings,
  { proxyProtocol }: AwsLoadBalancer,
): Problem[] {
  const service: unknown = values.service;
  const given: [string, unknown, readonly string[]][] = [
    ["serviceAnnotations", serviceAnnotations, ownedAnnotations],
    [
      "values.service.annotations",
      isValues(service) ? service.annotations : undefined,
      // Laid over ours whole, it would take the attribute away that `proxyProtocol` sets.
      proxyProtocol === true ? [...ownedAnnotations, targetGroupAttributes] : ownedAnnotations,
    ],
    ["values.podAnnotations", values.podAnnotations, proxyProtocol === true ? [proxyConfigAnnotation] : []],
    ["values.env", values.env, proxyProtocol === true ? [statusPortVariable] : []],
  ];
  return given.flatMap(([place, map, owned]) =>
    Object.entries(isValues(map) ? map : {}).flatMap(([key, value]) => {
      const isProxyProtocol = key === targetGroupAttributes && String(value).includes("proxy_protocol_v2.");
      if (!owned.includes(key) && !isProxyProtocol) return [];
      const remedy =
        key === targetGroupAttributes && !isProxyProtocol
          ? "move it to `serviceAnnotations`, where it is joined with what `proxyProtocol` needs"
          : "remove it there and use the settings of `awsLoadBalancer`";
      const message = `has ${key}, which \`awsLoadBalancer\` decides`;
      return [createSettingProblem(place.split("."), "MESH0134", message, remedy)];
    }),
  );
}

/** What the settings of `awsLoadBalancer` write. */
export const ownedAnnotations: readonly string[] = [
  "scheme",
  "internal",
  "type",
  "nlb-target-type",
  "proxy-protocol",
  "subnets",
  "attributes",
  "cross-zone-load-balancing-enabled",
  "healthcheck-protocol",
  "healthcheck-port",
  "healthcheck-path",
  "healthcheck-interval",
  "healthcheck-healthy-threshold",
  "healthcheck-unhealthy-threshold",
].map((key) => `${awsPrefix}${key}`);

/** The controller refuses the whole Service: buildCIDRsFromSourceRanges in its pkg/service/model_build_managed_sg.go. */
function findUnreachableRanges({ sourceRanges = [], serviceAnnotations = {} }: GatewaySettings): Problem[] {
  const key = `${awsPrefix}ip-address-type`;
  if (serviceAnnotations[key] === "dualstack") return [];
  return sourceRanges
    .filter((range) => range.includes(":"))
    .map((range) =>
      createSettingProblem(
        ["sourceRanges"],
        "MESH0119",
        `has ${range}, but the load balancer has no IPv6 addresses`,
        `remove it, or set the annotation ${key} to dualstack in \`serviceAnnotations\``,
      ),
    );
}
