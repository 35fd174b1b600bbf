import { mapEntries } from "../text/map-entries.js";
import * as pulumi from "@pulumi/pulumi";
import { moveProblems, placeProblems, type Problem } from "../findings/problem.js";
import type { ChartSource } from "../istio/versions/charts.js";
import type { GatewaySettings } from "../istio/gateway/gateway-settings.js";
import { findGatewayApiProblems } from "../istio/gateway-api/definitions.js";
import type { GatewayApiSettings } from "../istio/gateway-api/settings.js";
import { findInjectionProblems, type Injection } from "../istio/control-plane/injection.js";
import { findMeshGatewayProblems } from "../istio/gateway/mesh-gateway-problems.js";
import { computeMeshGateways } from "../istio/gateway/mesh-gateways.js";
import type { PropagationSettings } from "../istio/control-plane/propagation.js";
import { profiles } from "../istio/control-plane/profiles.js";
import { resolveControlPlane } from "../istio/control-plane/resolve.js";
import type { ControlPlaneSettings } from "../istio/control-plane/settings.js";
import { GatewayApiChoice } from "../mesh/gateway/listener-choices.js";
import type { LoadBalancerClasses } from "../mesh/load-balancer-classes.js";
import { computeMeshPart } from "../plan/mesh-of-stack.js";
import { findStopping, planPolicies, type AnalysisSettings } from "../plan/policy-plan.js";
import { ControlPlane, findControlPlaneProblems } from "./control-plane.js";
import { Gateway } from "./gateway.js";
import { GatewayApi } from "./gateway-api.js";
import { hideKeys, type GatewayCertificate } from "./gateway-certificates.js";
import { MeshNamespace, type NamespaceMode } from "./mesh-namespace.js";
import { logWarnings, stopOnAny } from "./stop-on-errors.js";
import { TrafficPolicies, type TrafficPoliciesArgs } from "./traffic-policies.js";

/** The control plane of a `Mesh`. */
export interface MeshControlPlane extends ControlPlaneSettings {
  /**
   * Whether the stack takes over a control plane that somebody else has installed; without it a preview refuses that.
   * @default false
   */
  adopt?: boolean;
  /**
   * Who owns the control plane's namespace.
   * @default "create", and "adopt" with `adopt`
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
   * Namespace of the gateway; it must exist, or be one of the mesh's.
   * @default - the control plane's
   */
  namespace?: string;
  /**
   * Certificates of its listeners, by name.
   * @default - none
   */
  certificates?: Record<string, GatewayCertificate>;
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
   * The definitions of the Gateway API, for gateways with `api: "gateway-api"`.
   * @default - not installed: those of the cluster are used
   */
  gatewayApi?: GatewayApiSettings;
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
   * What is done about what the analysis of policies and applications finds.
   * @default - errors stop the preview, warnings are logged
   */
  analysis?: AnalysisSettings;
  /**
   * CustomResourceDefinitions, by which the fields of policies and applications are checked; see `renderDefinitions`.
   * @default - only those among policies and applications
   */
  definitions?: Record<string, any>[];
  /**
   * How long policies wait for proxies; see `TrafficPolicies`.
   * @default - 10 s, and 2 s where istiod cannot be asked
   */
  propagation?: PropagationSettings;
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
  /**
   * Who makes the cluster's load balancers. Services of policies and applications are checked against it.
   * @default - not checked
   */
  loadBalancers?: LoadBalancerClasses;
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
    stopOnAny(placeProblems(findMeshProblems(args)).filter(({ level }) => level === "error"));
    const policies = computePolicies(args);
    const planned = planPolicies(policies);
    stopOnAny(findStopping(planned, args.analysis), planned.findings);
    const { controlPlane: settings, gateways: asked, namespaces: named, kubeconfig, charts, kubernetesVersion } = args;
    // Policies are not kept in the state: an edited document would show as a change of the whole mesh.
    const hidden = asked && mapEntries(asked, (_, gateway) => hideKeys(gateway));
    const { gatewayApi } = args;
    const kept = { controlPlane: settings, gateways: hidden, namespaces: named, charts, kubernetesVersion, gatewayApi };
    super("pulumi-istio:index:Mesh", name, { ...kept, kubeconfig: pulumi.secret(kubeconfig) }, opts);
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
    const definitions = gatewayApi && registerGatewayApi(this, name, args);
    const ofApi = definitions === undefined ? {} : { gatewayApiVersion: definitions.version };
    const gateways = mapEntries(
      computeMeshGateways(args.controlPlane ?? {}, args.gateways ?? {}),
      (gatewayName, settings) => {
        const ofItsApi = settings.api === GatewayApiChoice.GatewayApi ? ofApi : {};
        const inputs = { ...settings, ...installation, ...cluster, gatewayName, ...ofItsApi };
        return new Gateway(`${name}-${gatewayName}`, inputs, { parent: this, dependsOn: Object.values(namespaces) });
      },
    );

    if (Object.keys(policies.documents).length > 0) {
      const ofGatewayApi = definitions === undefined ? [] : [definitions];
      const dependsOn = [controlPlane, ...Object.values(namespaces), ...ofGatewayApi];
      new TrafficPolicies(`${name}-policies`, policies, { parent: this, dependsOn });
    } else {
      logWarnings(planned.findings, this);
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

function registerGatewayApi(parent: Mesh, name: string, args: MeshArgs): GatewayApi {
  const { kubeconfig, gatewayApi, controlPlane = {} } = args;
  const inputs = { ...gatewayApi, kubeconfig, istioVersion: controlPlane.version };
  return new GatewayApi(`${name}-gateway-api`, inputs, { parent });
}

/** What is wrong with any part of the mesh, so that no part is registered when another one is refused. */
function findMeshProblems(args: MeshArgs): Problem[] {
  const { controlPlane = {}, gateways = {}, namespaces = {}, charts, kubernetesVersion } = args;
  const { version } = resolveControlPlane(controlPlane);
  return [
    ...moveProblems(["controlPlane"], findControlPlaneProblems({ ...controlPlane, charts, kubernetesVersion })),
    ...(args.gatewayApi ? findGatewayApiProblems(args.gatewayApi, version) : []),
    ...findMeshGatewayProblems(controlPlane, gateways, namespaces, new Date()),
    ...Object.entries(namespaces).flatMap(([name, settings]) =>
      moveProblems(["namespaces", name], findInjectionProblems({ injection: "enabled", ...settings })),
    ),
  ];
}

/** Whether there is an istiod in this cluster whose webhooks can be proven. */
function hasOwnIstiod({ controlPlane = {} }: MeshArgs): boolean {
  const { profile } = resolveControlPlane(controlPlane);
  return profiles[profile].components.istiod && profile !== "remote";
}

/** What its policies are given: documents and applications, and what the mesh itself tells them. */
function computePolicies(args: MeshArgs): TrafficPoliciesArgs {
  const { controlPlane, kubeconfig, policies: documents = {}, applications, analysis, definitions, propagation } = args;
  const inCluster = { kubeconfig, revision: controlPlane?.revision, propagation };
  return { ...inCluster, documents, applications, analysis, definitions, ...computeMeshPart(args) };
}
