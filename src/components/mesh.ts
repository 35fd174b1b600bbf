import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../finding.js";
import type { ChartSource } from "../istio/charts.js";
import type { GatewaySettings } from "../istio/gateway-settings.js";
import { builtInProviders, listExtensionProviders, listProviderHosts } from "../istio/extension-providers.js";
import { computeGatewaySelector, findGatewayProblems } from "../istio/gateway-values.js";
import { findInjectionProblems, type Injection } from "../istio/injection.js";
import { profiles } from "../istio/profiles.js";
import type { ControlPlaneSettings } from "../istio/settings.js";
import { ControlPlane, findControlPlaneProblems } from "./control-plane.js";
import { Gateway } from "./gateway.js";
import { MeshNamespace, type NamespaceMode } from "./mesh-namespace.js";
import { stopOnErrors } from "./stop-on-errors.js";
import { findPolicyProblems, TrafficPolicies, type TrafficPoliciesArgs } from "./traffic-policies.js";

/** The control plane of a `Mesh`. */
export interface MeshControlPlane extends ControlPlaneSettings {
  /**
   * Who owns the control plane's namespace.
   * @default "create"
   */
  namespaceMode?: NamespaceMode;
  /**
   * Whether destroy removes Istio's CRDs too; see `ControlPlane`.
   * @default false
   */
  removeCrds?: boolean;
}

/** A namespace of a `Mesh`. */
export interface MeshNamespaceSettings {
  /**
   * Who owns the namespace.
   * @default "create"
   */
  mode?: NamespaceMode;
  /**
   * How its pods join the mesh.
   * @default "enabled"
   */
  injection?: Injection;
  /**
   * Revision or revision tag, for the injection `revision`.
   * @default - none
   */
  revision?: string;
  /**
   * Further labels.
   * @default - none
   */
  labels?: Record<string, string>;
}

/** A gateway of a `Mesh`. */
export interface MeshGateway extends GatewaySettings {
  /**
   * Namespace of the gateway; it has to exist, or to be one of the mesh's.
   * @default - the control plane's
   */
  namespace?: string;
}

/** Inputs of `Mesh`. */
export interface MeshArgs {
  /** Kubeconfig of the cluster, as a cluster component gives it. */
  kubeconfig: pulumi.Input<string>;
  /**
   * The control plane.
   * @default - Istio's default profile
   */
  controlPlane?: MeshControlPlane;
  /**
   * Gateways by name. Those of the profile, `istio-ingressgateway` and `istio-egressgateway`, are there anyway; an entry of
   * that name gives them settings.
   * @default - those of the profile
   */
  gateways?: Record<string, MeshGateway>;
  /**
   * Namespaces by name.
   * @default - none
   */
  namespaces?: Record<string, MeshNamespaceSettings>;
  /**
   * Policy documents by the name that findings call them; see `TrafficPolicies`.
   * @default - none
   */
  policies?: Record<string, any>;
  /**
   * Objects of the applications that the policies are about, as `loadManifests` gives them. The mesh only reads them:
   * `Application` registers them.
   * @default - none
   */
  applications?: Record<string, any>[];
  /**
   * Where the charts come from.
   * @default - Istio's chart repository
   */
  charts?: ChartSource;
  /**
   * The cluster's Kubernetes version, `1.36.3`; what Istio does not support is refused.
   * @default - not checked
   */
  kubernetesVersion?: string;
}

/** A whole mesh: the control plane, the gateways of its profile and those asked for, and its namespaces. */
export class Mesh extends pulumi.ComponentResource {
  /** Namespace of the control plane, known once the control plane is ready. */
  public readonly controlPlaneNamespace: pulumi.Output<string>;
  /** Name of each namespace, known once its labels are set. */
  public readonly namespaces: pulumi.Output<Record<string, string>>;
  /** Name of each gateway's Service, known once the gateway is ready. */
  public readonly gateways: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: MeshArgs, opts?: pulumi.ComponentResourceOptions) {
    stopOnErrors(findMeshProblems(args).filter(({ level }) => level === "error"));
    const policies = computePolicies(args);
    if (policies !== undefined) stopOnErrors(findPolicyProblems(policies).filter(({ level }) => level === "error"));
    const { kubeconfig, charts, kubernetesVersion } = args;
    // Policies are not kept in the state: an edited document would show as a change of the whole mesh.
    const kept = { ...args, kubeconfig: pulumi.secret(kubeconfig), policies: undefined, applications: undefined };
    super("pulumi-istio:index:Mesh", name, kept, opts);
    const installation = { kubeconfig, charts, kubernetesVersion };

    const controlPlane = new ControlPlane(
      `${name}-control-plane`,
      { ...args.controlPlane, ...installation },
      { parent: this },
    );
    const cluster = { kubeconfig, ...(hasOwnIstiod(args) ? { controlPlaneNamespace: controlPlane.namespace } : {}) };
    const namespaces = mapEntries(
      args.namespaces ?? {},
      (namespace, settings) =>
        new MeshNamespace(`${name}-${namespace}`, { ...settings, ...cluster, namespace }, { parent: this }),
    );
    const gateways = mapEntries(computeGateways(args), (gatewayName, settings) => {
      const inputs = { ...settings, ...installation, ...cluster, gatewayName };
      return new Gateway(`${name}-${gatewayName}`, inputs, { parent: this, dependsOn: Object.values(namespaces) });
    });

    if (policies !== undefined) {
      const dependsOn = [controlPlane, ...Object.values(namespaces)];
      new TrafficPolicies(`${name}-policies`, { ...policies, kubeconfig }, { parent: this, dependsOn });
    }

    this.controlPlaneNamespace = controlPlane.namespace;
    this.namespaces = pulumi.output(mapEntries(namespaces, (_, { namespace }) => namespace));
    this.gateways = pulumi.output(mapEntries(gateways, (_, { service }) => service));
    this.registerOutputs({
      controlPlaneNamespace: this.controlPlaneNamespace,
      namespaces: this.namespaces,
      gateways: this.gateways,
    });
  }
}

/** What is wrong with any part of the mesh, so that no part is registered when another one is refused. */
function findMeshProblems(args: MeshArgs): Finding[] {
  const { controlPlane = {}, gateways = {}, namespaces = {}, charts, kubernetesVersion } = args;
  return [
    ...findControlPlaneProblems({ ...controlPlane, charts, kubernetesVersion }),
    ...Object.values(gateways).flatMap(findGatewayProblems),
    ...Object.values(namespaces).flatMap((settings) => findInjectionProblems({ injection: "enabled", ...settings })),
  ];
}

/** Whether there is an istiod in this cluster whose webhooks can be proven. */
function hasOwnIstiod({ controlPlane: { profile = "default" } = {} }: MeshArgs): boolean {
  return profiles[profile].components.istiod && profile !== "remote";
}

/** The profile's gateways with their settings, and those asked for beside them. */
function computeGateways({
  controlPlane = {},
  gateways = {},
}: MeshArgs): Record<string, MeshGateway & { version?: string }> {
  const { profile = "default", revision, version, namespace, imagePullPolicy } = controlPlane;
  const { ingressGateway, egressGateway } = profiles[profile].components;
  const all: Record<string, MeshGateway> = {
    ...(ingressGateway ? { "istio-ingressgateway": {} } : {}),
    ...(egressGateway ? { "istio-egressgateway": { kind: "egress" } } : {}),
    ...gateways,
  };
  return mapEntries(all, (_, settings) => ({ profile, revision, version, namespace, imagePullPolicy, ...settings }));
}

/** What the mesh itself tells its policies. */
function computePolicies(args: MeshArgs): Omit<TrafficPoliciesArgs, "kubeconfig"> | undefined {
  const { controlPlane = {}, policies: documents, applications } = args;
  if (documents === undefined || Object.keys(documents).length === 0) return undefined;
  const rootNamespace = controlPlane.namespace ?? "istio-system";
  return {
    documents,
    applications,
    rootNamespace,
    revision: controlPlane.revision,
    extensionProviders: [...builtInProviders, ...listExtensionProviders(controlPlane)],
    providerHosts: listProviderHosts(controlPlane),
    gateways: mapEntries(computeGateways(args), (gatewayName, settings) => ({
      namespace: settings.namespace ?? rootNamespace,
      labels: computeGatewaySelector(gatewayName, settings),
    })),
  };
}

function mapEntries<T, U>(entries: Record<string, T>, map: (key: string, value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, map(key, value)]));
}
