import { createSettingProblem, type Problem } from "../../findings/problem.js";
import { defaultListeners, GatewayApiChoice } from "../../mesh/gateway/listener-choices.js";
import { findAwsProblems } from "../load-balancer/aws-load-balancer-problems.js";
import { computeAwsValues, statusPort } from "../load-balancer/aws-load-balancer-values.js";
import { findUnknownChoice } from "../choices.js";
import { computeEastWestValues, eastWestPorts, findEastWestProblems } from "./east-west-gateway.js";
import { computeTopologySpread, findBudgetProblems, findSpreadProblems } from "../control-plane/disruption.js";
import {
  ExternalTrafficPolicy,
  GatewayKind,
  ServiceType,
  type GatewayPort,
  type GatewaySettings,
} from "./gateway-settings.js";
import { isValues, mergeValues, readValue, type Values } from "../merge.js";
import { findKubernetesGatewayProblems } from "../gateway-api/kubernetes-gateway-problems.js";
import { profileSettings, type ProfileSettings } from "../control-plane/profile-settings.js";
import { Profile, profiles } from "../control-plane/profiles.js";
import { findRevisionProblems } from "../control-plane/revision.js";
import { ImagePullPolicy } from "../control-plane/settings.js";
import { findPortProblems } from "./port-problems.js";
import { findScalingProblems } from "../control-plane/scaling-problems.js";
import { findServiceProblems, type ServiceFacts } from "./service-problems.js";
import { findUnreadAnnotations } from "../load-balancer/unread-annotations.js";

/** A port with all that the chart is told of it. */
type WrittenPort = Required<Omit<GatewayPort, "nodePort">> & Pick<GatewayPort, "nodePort">;

/** The gateway chart's own ports; stated because a profile adds to them, and lists are replaced, not merged. */
export const defaultGatewayPorts: readonly WrittenPort[] = [
  { name: "status-port", port: 15021, protocol: "TCP", targetPort: 15021 },
  { name: "http2", port: 80, protocol: "TCP", targetPort: 80 },
  { name: "https", port: 443, protocol: "TCP", targetPort: 443 },
];

/** Helm values of the `gateway` chart, in order of precedence: direction, profile, typed settings, the user's `values`. */
export function computeGatewayValues(settings: GatewaySettings): Values {
  const { kind = GatewayKind.Ingress, awsLoadBalancer, values = {} } = settings;
  const base = [
    kind === GatewayKind.Egress ? { service: { type: ServiceType.ClusterIP } } : {},
    computeProfileValues(kind, settings.profile ?? Profile.Default),
    computeEastWestValues(settings),
    computeTypedValues(settings),
  ].reduce<Values>(mergeValues, {});
  if (awsLoadBalancer === undefined) return mergeValues(base, values);
  const { ports } = readService(mergeValues(base, values));
  const isLocal = settings.externalTrafficPolicy === ExternalTrafficPolicy.Local;
  const facts = { ports, isLocal, annotations: settings.serviceAnnotations ?? {} };
  return [base, computeAwsValues(awsLoadBalancer, facts), values].reduce<Values>(mergeValues, {});
}

/** The labels by which Istio's Gateway objects select this gateway's pods; the chart derives them from the release's name. */
export function computeGatewaySelector(name: string, settings: GatewaySettings): { app: string; istio: string } {
  const labels = computeGatewayValues(settings).labels as Record<string, string> | undefined;
  return { app: labels?.app ?? name, istio: labels?.istio ?? name.replace(/^istio-/, "") };
}

/** The ports of a gateway's Service. istiod gives the Service of a Gateway those of its listeners and the status port. */
export function computeGatewayPorts(settings: GatewaySettings): number[] {
  if (settings.api !== GatewayApiChoice.GatewayApi) {
    return readService(computeGatewayValues(settings)).ports.map(({ port }) => port);
  }
  const listeners: Readonly<Record<string, { port: number }>> = settings.listeners ?? defaultListeners;
  const own = [...Object.values(listeners), ...(settings.ports ?? [])].map(({ port }) => port);
  return [...new Set([statusPort, ...own])];
}

/** The Service that the chart makes of these values. */
function readService(values: Values): ServiceFacts {
  const service: Values = isValues(values.service) ? values.service : {};
  const usual = values.networkGateway === undefined ? defaultGatewayPorts : eastWestPorts;
  return {
    type: String(service.type ?? ServiceType.LoadBalancer),
    ports: Array.isArray(service.ports) ? (service.ports.filter(isValues) as WrittenPort[]) : usual,
    allocatesNodePorts: service.allocateLoadBalancerNodePorts !== false,
  };
}

/** All that is wrong with the settings of a gateway. */
export function findGatewayProblems(settings: GatewaySettings): Problem[] {
  const { kind, profile, revision, serviceType, ports, values } = settings;
  return [
    ...findUnknownChoice(["api"], settings.api, Object.values(GatewayApiChoice)),
    ...(settings.api === GatewayApiChoice.GatewayApi ? findKubernetesGatewayProblems(settings) : []),
    ...findUnknownChoice(["kind"], kind, Object.values(GatewayKind)),
    ...findUnknownChoice(["profile"], profile, Object.values(Profile)),
    ...findUnknownChoice(["imagePullPolicy"], settings.imagePullPolicy, Object.values(ImagePullPolicy)),
    ...findUnknownChoice(["serviceType"], serviceType, Object.values(ServiceType)),
    ...findUnknownChoice(
      ["externalTrafficPolicy"],
      settings.externalTrafficPolicy,
      Object.values(ExternalTrafficPolicy),
    ),
    ...(revision === undefined ? [] : findRevisionProblems(revision)),
    ...findEastWestProblems(settings),
    ...findScalingProblems(settings),
    ...(ports?.length === 0 ? [createSettingProblem(["ports"], "MESH0108", "is empty", "name at least one port")] : []),
    // The component finds its pods and its control plane by these.
    ...["name", "revision"]
      .filter((key) => values?.[key] !== undefined)
      .map((key) => createSettingProblem(["values", key], "MESH0111", "is set, which this package decides")),
    ...findReservedLabels(settings.labels ?? {}),
    ...findSpreadProblems(settings.topologySpreadConstraints ?? []),
    ...(profile === undefined || Object.hasOwn(profiles, profile) ? findCombinedProblems(settings) : []),
  ];
}

/** What only shows in the values that the chart gets in the end. */
function findCombinedProblems(settings: GatewaySettings): Problem[] {
  const values = computeGatewayValues(settings);
  const service = readService(values);
  const { podDisruptionBudget: budget } = settings;
  return [
    ...findPortProblems(service.ports),
    ...findServiceProblems(settings, service),
    ...findAwsProblems(settings, service),
    ...findUnreadAnnotations(settings, readValue(values, "service.loadBalancerClass")),
    ...(budget === undefined ? [] : findBudgetProblems(budget, countReplicas(values))),
  ];
}

/** How many pods there are at least. The chart autoscales from 1 on; without autoscaling Kubernetes makes 1. */
function countReplicas({ autoscaling, replicaCount }: Values): number {
  const { enabled = true, minReplicas = 1 } = (autoscaling ?? {}) as { enabled?: boolean; minReplicas?: number };
  return enabled ? minReplicas : Number(replicaCount ?? 1);
}

/** The chart writes these itself, and a second one of the same name would make its YAML invalid. */
function findReservedLabels(labels: Record<string, string>): Problem[] {
  return ["sidecar.istio.io/inject", "istio.io/rev"]
    .filter((label) => labels[label] !== undefined)
    .map((label) =>
      createSettingProblem(["labels"], "MESH0136", `has ${label}=${labels[label] ?? ""}, which decides injection`),
    );
}

// The gateway chart does not read what profiles say about gateways: they still speak to the charts before it.
function computeProfileValues(kind: GatewayKind, profile: Profile): Values {
  const { chartProfile } = profiles[profile];
  const all: ProfileSettings = chartProfile === undefined ? {} : profileSettings[chartProfile];
  const prefix = `gateways.istio-${kind}gateway.`;
  const autoscaleEnabled: unknown = all[`${prefix}autoscaleEnabled`];
  if (autoscaleEnabled === undefined) return {};
  const requests = { cpu: all[`${prefix}resources.requests.cpu`], memory: all[`${prefix}resources.requests.memory`] };
  const known = defaultGatewayPorts.map(({ port }) => port);
  const added = ((all[`${prefix}ports`] ?? []) as GatewayPort[]).filter(({ port }) => !known.includes(port));
  return {
    autoscaling: { enabled: autoscaleEnabled },
    resources: { requests },
    ...(added.length === 0 ? {} : { service: { ports: [...defaultGatewayPorts, ...added.map(computePort)] } }),
  };
}

function computeTypedValues(settings: GatewaySettings): Values {
  const { autoscaling, replicas, ports, serviceType, serviceAnnotations } = settings;
  const { topologySpreadConstraints: spread, podDisruptionBudget } = settings;
  const service = {
    type: serviceType,
    annotations: serviceAnnotations,
    ports: ports?.map(computePort),
    loadBalancerSourceRanges: settings.sourceRanges,
    externalTrafficPolicy: settings.externalTrafficPolicy,
    allocateLoadBalancerNodePorts: settings.allocateNodePorts,
  };
  return mergeValues(
    { revision: settings.revision, labels: settings.labels, resources: settings.resources, replicaCount: replicas },
    {
      imagePullPolicy: settings.imagePullPolicy,
      podDisruptionBudget,
      topologySpreadConstraints: spread && computeTopologySpread(spread),
      autoscaling: replicas === undefined ? autoscaling && { enabled: true, ...autoscaling } : { enabled: false },
      service: Object.values(service).every((value) => value === undefined) ? undefined : service,
    },
  );
}

function computePort({ name, port, targetPort = port, protocol = "TCP", nodePort }: GatewayPort): WrittenPort {
  return { name, port, protocol, targetPort, ...(nodePort === undefined ? {} : { nodePort }) };
}
