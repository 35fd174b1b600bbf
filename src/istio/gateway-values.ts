import { createFinding } from "../codes.js";
import type { Finding } from "../finding.js";
import { findUnknownChoice } from "./choices.js";
import { GatewayKind, ServiceType, type GatewayPort, type GatewaySettings } from "./gateway-settings.js";
import { mergeValues, type Values } from "./merge.js";
import { profileSettings, type ProfileSettings } from "./profile-settings.js";
import { Profile, profiles } from "./profiles.js";
import { findRevisionProblems } from "./revision.js";
import { ImagePullPolicy } from "./settings.js";
import { findScalingProblems } from "./scaling-problems.js";

/** The gateway chart's own ports; stated because a profile adds to them, and lists are replaced, not merged. */
export const defaultGatewayPorts: readonly Required<GatewayPort>[] = [
  { name: "status-port", port: 15021, protocol: "TCP", targetPort: 15021 },
  { name: "http2", port: 80, protocol: "TCP", targetPort: 80 },
  { name: "https", port: 443, protocol: "TCP", targetPort: 443 },
];

/** Helm values of the `gateway` chart, in order of precedence: direction, profile, typed settings, the user's `values`. */
export function computeGatewayValues(settings: GatewaySettings): Values {
  const kind = settings.kind ?? GatewayKind.Ingress;
  return [
    kind === GatewayKind.Egress ? { service: { type: ServiceType.ClusterIP } } : {},
    computeProfileValues(kind, settings.profile ?? Profile.Default),
    computeTypedValues(settings),
    settings.values ?? {},
  ].reduce<Values>(mergeValues, {});
}

/** The labels by which Istio's Gateway objects select this gateway's pods; the chart derives them from the release's name. */
export function computeGatewaySelector(name: string, settings: GatewaySettings): { app: string; istio: string } {
  const labels = computeGatewayValues(settings).labels as Record<string, string> | undefined;
  return { app: labels?.app ?? name, istio: labels?.istio ?? name.replace(/^istio-/, "") };
}

/** All that is wrong with the settings of a gateway. */
export function findGatewayProblems(settings: GatewaySettings): Finding[] {
  const { kind, profile, revision, serviceType, ports, values } = settings;
  return [
    ...findUnknownChoice("kind", kind, Object.values(GatewayKind)),
    ...findUnknownChoice("profile", profile, Object.values(Profile)),
    ...findUnknownChoice("imagePullPolicy", settings.imagePullPolicy, Object.values(ImagePullPolicy)),
    ...findUnknownChoice("serviceType", serviceType, Object.values(ServiceType)),
    ...(revision === undefined ? [] : findRevisionProblems(revision)),
    ...findScalingProblems(settings),
    ...(ports?.length === 0 ? [createFinding("MESH0108", "`ports` is empty", "name at least one port")] : []),
    // The component finds its pods and its control plane by these.
    ...["name", "revision"]
      .filter((key) => values?.[key] !== undefined)
      .map((key) => createFinding("MESH0111", `\`values.${key}\` is set, which this package decides`)),
  ];
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
  const service = { type: serviceType, annotations: serviceAnnotations, ports: ports?.map(computePort) };
  return mergeValues(
    { revision: settings.revision, labels: settings.labels, resources: settings.resources, replicaCount: replicas },
    {
      imagePullPolicy: settings.imagePullPolicy,
      autoscaling: replicas === undefined ? autoscaling && { enabled: true, ...autoscaling } : { enabled: false },
      service: Object.values(service).every((value) => value === undefined) ? undefined : service,
    },
  );
}

function computePort({ name, port, targetPort = port, protocol = "TCP" }: GatewayPort): Required<GatewayPort> {
  return { name, port, protocol, targetPort };
}
