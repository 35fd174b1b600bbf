import { mapEntries } from "../text/map-entries.js";
import {
  builtInProviders,
  listExtensionProviders,
  listProviderHosts,
} from "../istio/control-plane/extension-providers.js";
import { computeListeners } from "../istio/gateway/gateway-listeners.js";
import { computeGatewayPorts, computeGatewaySelector } from "../istio/gateway/gateway-values.js";
import { computeInjectionLabels, type Injection } from "../istio/control-plane/injection.js";
import { computeMeshConfig } from "../istio/mesh-config/mesh-config.js";
import { computeMeshGateways } from "../istio/gateway/mesh-gateways.js";
import { resolveGateway, type PlacedGateway } from "../istio/gateway/resolve.js";
import { isValues, readValue } from "../istio/merge.js";
import { resolveControlPlane, type ResolvedControlPlane } from "../istio/control-plane/resolve.js";
import type { ControlPlaneSettings } from "../istio/control-plane/settings.js";
import { computeValues } from "../istio/control-plane/values.js";
import { placeInNamespace } from "../text/manifest-text.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { LoadBalancerClasses } from "../mesh/load-balancer-classes.js";
import type { PlanSurroundings } from "./plan.js";
import { computeSurroundings, type AnalysisSettings, type PolicyPlanArgs } from "./policy-plan.js";

/** The settings of a mesh that its policies depend on. */
export interface MeshSettings {
  /** @default - Istio's default profile */
  controlPlane?: ControlPlaneSettings;
  /** By name. @default - those of the profile */
  gateways?: Readonly<Record<string, PlacedGateway>>;
  /** By name. @default - none */
  namespaces?: Readonly<Record<string, JoiningNamespace>>;
  /** Who makes the cluster's load balancers. @default - not known */
  loadBalancers?: LoadBalancerClasses;
}

/** How a namespace joins the mesh. */
export interface JoiningNamespace {
  /** @default "enabled" */
  injection?: Injection;
  revision?: string;
  labels?: Record<string, string>;
}

/** What a mesh itself tells its policies. */
export type MeshPart = Required<
  Pick<
    PolicyPlanArgs,
    | "rootNamespace"
    | "meshConfig"
    | "istioVersion"
    | "istiodEnv"
    | "namespaces"
    | "extensionProviders"
    | "providerHosts"
    | "gateways"
  >
> &
  Pick<PolicyPlanArgs, "loadBalancers">;

/** What the settings of a mesh say to its policies: the component deploys by it, and the console plans by it. */
export function computeMeshPart({
  controlPlane: given = {},
  gateways = {},
  namespaces = {},
  loadBalancers,
}: MeshSettings): MeshPart {
  const controlPlane = resolveControlPlane(given);
  const { namespace: rootNamespace, version: istioVersion } = controlPlane;
  return {
    rootNamespace,
    meshConfig: computeMeshConfig(controlPlane),
    istioVersion,
    istiodEnv: computeIstiodEnv(controlPlane),
    namespaces: mapEntries(namespaces, (_, { injection = "enabled", revision, labels }) => {
      return { ...labels, ...computeInjectionLabels(injection, revision) };
    }),
    extensionProviders: [...builtInProviders, ...listExtensionProviders(controlPlane)],
    providerHosts: listProviderHosts(controlPlane),
    loadBalancers,
    gateways: mapEntries(computeMeshGateways(given, gateways), (name, settings) => {
      const gateway = resolveGateway(settings);
      return {
        namespace: gateway.namespace,
        labels: computeGatewaySelector(name, gateway),
        api: gateway.api,
        ports: computeGatewayPorts(gateway),
        listeners: computeListeners(name, gateway),
      };
    }),
  };
}

/** What istiod finds in its environment, as far as the settings say it. */
function computeIstiodEnv(controlPlane: ResolvedControlPlane): Record<string, string> {
  const env = readValue(computeValues("istiod", controlPlane), "pilot.env");
  return isValues(env) ? mapEntries(env, (_, value) => String(value)) : {};
}

/** All objects of the applications, each with the namespace that its application's are put into. */
export function placeApplications(
  applications: Readonly<Record<string, { namespace: string }>>,
  manifests: Readonly<Record<string, readonly Manifest[]>>,
): Manifest[] {
  return Object.entries(applications).flatMap(([name, { namespace }]) =>
    (manifests[name] ?? []).map((manifest) => placeInNamespace(manifest, namespace)),
  );
}

/** What a stack's file says of its mesh. */
export interface StackSettings extends MeshSettings {
  /** By name. @default none */
  applications?: Readonly<Record<string, { namespace: string }>>;
  analysis?: AnalysisSettings;
}

/** What decides beside its documents what a stack's policies become. @param manifests of each application */
export function computeStackSurroundings(
  settings: StackSettings,
  manifests: Readonly<Record<string, readonly Manifest[]>>,
  definitions: readonly Manifest[],
): PlanSurroundings {
  return computeSurroundings({
    ...computeMeshPart(settings),
    applications: placeApplications(settings.applications ?? {}, manifests),
    definitions: [...definitions],
    analysis: settings.analysis,
  });
}
