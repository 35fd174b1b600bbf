import { createGateway, listAssumed, listControlPlane } from "../analysis/assumed.js";
import type { Suppression } from "../analysis/suppression.js";
import { FailOn, isFailing, type Finding } from "../findings/finding.js";
import { readGatewayApiRelease } from "../mesh/gateway/gateway-api-release.js";
import { nameGatewayService } from "../mesh/gateway/gateway-sections.js";
import { hasGatewayApiField } from "../istio/versions/field-versions.js";
import { renderKubernetesListeners } from "../istio/gateway-api/kubernetes-listeners.js";
import { defaultListeners, GatewayApiChoice } from "../mesh/gateway/listener-choices.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { MeshIndex } from "../mesh/mesh-index.js";
import type { LoadBalancerClasses } from "../mesh/load-balancer-classes.js";
import { defaultRootNamespace } from "../mesh/root-namespace.js";
import { indexPlan, planLoaded, type PlannedPolicies, type PlanSurroundings } from "./plan.js";
import type { MeshListener } from "../policy/kind.js";
import { loadPolicies } from "../policy/documents/load.js";

/** What is done about what the analysis finds before anything is changed. */
export interface AnalysisSettings {
  /**
   * The lowest level of findings that stops the preview: "error", "warning", "info" or "never". What makes a document unusable stops it
   * anyway.
   * @default "error"
   */
  failOn?: FailOn;
  /**
   * Findings to leave out, each with a reason; one that leaves out nothing is itself a finding.
   * @default - none beside those of the annotation `galley.istio.io/analyze-suppress`
   */
  suppressions?: Suppression[];
}

/** A gateway that policies may name. */
export interface PolicyGateway {
  /** Namespace of the gateway's pods. */
  namespace: string;
  /** Labels of the gateway's pods. */
  labels: Record<string, string>;
  /**
   * By which API it and what is exposed at it are written.
   * @default "istio"
   */
  api?: GatewayApiChoice;
  /**
   * Ports of the gateway's Service.
   * @default - those of Istio's ingress gateway
   */
  ports?: number[];
  /**
   * What the gateway listens for, by name.
   * @default - `http`: HTTP on port 80, for all hosts and namespaces
   */
  listeners?: Record<string, MeshListener>;
}

/** All that decides which objects policies become, and what is known of the mesh. */
export interface PolicyPlanArgs {
  /**
   * Policy documents by the name that findings call them, such as their file's: YAML text, or the values that `policy`
   * gives. Kubernetes, Istio and Gateway API objects may stand among them.
   */
  documents: Record<string, any>;
  /**
   * Objects of the applications, as `loadManifests` gives them: they say which services, ports and service accounts there are.
   * @default - none: policies that need them say so
   */
  applications?: Record<string, any>[];
  /**
   * Istio's root namespace, where policies of the whole mesh live.
   * @default "istio-system"
   */
  rootNamespace?: string;
  /**
   * Names of the mesh configuration's extension providers.
   * @default - not checked
   */
  extensionProviders?: string[];
  /**
   * Hosts of the services behind those providers; a service's `calls` keep them in reach of its proxies.
   * @default - all of the root namespace
   */
  providerHosts?: string[];
  /**
   * Gateways by name.
   * @default - none that documents may name; for the analysis Istio's own ingress gateway
   */
  gateways?: Record<string, PolicyGateway>;
  /**
   * Labels of namespaces that others make, by name: they say whose pods have a sidecar.
   * @default - only those among the applications are known
   */
  namespaces?: Record<string, Record<string, string>>;
  /**
   * The mesh configuration, for the analysis: Istio's MeshConfig.
   * @default - Istio's own defaults
   */
  meshConfig?: Record<string, any>;
  /**
   * Release of Istio, as in `1.31.4`: what takes a newer one is found.
   * @default - not checked
   */
  istioVersion?: string;
  /**
   * Environment variables of istiod that decide what it makes of objects.
   * @default - none, where `istioVersion` is given
   */
  istiodEnv?: Record<string, string>;
  /**
   * Who makes the load balancers of Services.
   * @default - not checked
   */
  loadBalancers?: LoadBalancerClasses;
  /**
   * CustomResourceDefinitions, by which the fields of objects are checked, as `renderDefinitions` gives those of a control plane.
   * @default - only those among documents and applications
   */
  definitions?: Record<string, any>[];
  /**
   * What is done about what the analysis of documents and applications finds.
   * @default - errors stop the preview, warnings are logged
   */
  analysis?: AnalysisSettings;
}

const plans = new WeakMap<PolicyPlanArgs, PlannedPolicies>();

/** The objects of policies, and all that is wrong with them and the applications; computed once for the same inputs. */
export function planPolicies(args: PolicyPlanArgs): PlannedPolicies {
  const known = plans.get(args);
  if (known !== undefined) return known;
  const planned = planLoaded(loadPolicies(args.documents), computeSurroundings(args));
  plans.set(args, planned);
  return planned;
}

/** The mesh that policies and applications make, ready to be asked for. Documents with mistakes are not in it. */
export function indexPolicies(args: PolicyPlanArgs): MeshIndex {
  return indexPlan(loadPolicies(args.documents), computeSurroundings(args));
}

/** What decides beside the documents: whoever has loaded these himself plans them by it. */
export function computeSurroundings(args: Omit<PolicyPlanArgs, "documents">): PlanSurroundings {
  const { applications = [], gateways = {}, rootNamespace = defaultRootNamespace, analysis = {} } = args;
  const { extensionProviders, providerHosts, meshConfig, istioVersion, istiodEnv = {}, loadBalancers } = args;
  const definitions = args.definitions as Manifest[] | undefined;
  const gatewayApi = readGatewayApiRelease(definitions ?? []);
  const hasRetries = gatewayApi && hasGatewayApiField("HTTPRoute", "spec.rules[].retry", gatewayApi);
  const namespaces = Object.keys(args.namespaces ?? {});
  const named = Object.entries(gateways).map(([name, { listeners = defaultListeners, ...gateway }]) => {
    return { name, ...gateway, listeners };
  });
  return {
    declared: applications as Manifest[],
    mesh: {
      rootNamespace,
      extensionProviders,
      providerHosts,
      namespaces,
      gateways: named,
      hasRouteRetries: hasRetries,
    },
    knowledge: {
      config: meshConfig ?? {},
      loadBalancers,
      ...(istioVersion === undefined ? {} : { istiod: { version: istioVersion, env: istiodEnv } }),
    },
    assumed: listThere(args, rootNamespace),
    definitions,
    suppressions: analysis.suppressions,
  };
}

/** The findings that stop the preview. */
export function findStopping({ findings, isAnalyzed }: PlannedPolicies, { failOn }: AnalysisSettings = {}): Finding[] {
  return findings.filter((finding) => isFailing(finding, (isAnalyzed ? failOn : undefined) ?? FailOn.Error));
}

/** The control plane, its gateways and namespaces, which others register. */
function listThere(
  { gateways, namespaces = {} }: Omit<PolicyPlanArgs, "documents">,
  rootNamespace: string,
): Manifest[] {
  const labelled = Object.entries(namespaces).map(([name, labels]): Manifest => {
    return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
  });
  if (gateways === undefined) return [...labelled, ...listAssumed(rootNamespace)];
  const installed = Object.entries(gateways).flatMap(([name, gateway]) => [
    ...listInstalled(name, gateway),
    ...listCertificates(gateway),
  ]);
  return [...labelled, ...listControlPlane(rootNamespace), ...installed];
}

/** What a gateway is made of. */
function listInstalled(name: string, gateway: PolicyGateway): Manifest[] {
  if (gateway.api !== GatewayApiChoice.GatewayApi) return createGateway({ name, account: name, ...gateway });
  const listeners = renderKubernetesListeners(gateway.listeners ?? defaultListeners);
  const metadata = { name, namespace: gateway.namespace };
  const spec = { gatewayClassName: "istio", listeners };
  return [
    ...createGateway({ ...gateway, name: nameGatewayService(name), account: nameGatewayService(name) }),
    { apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway", metadata, spec },
  ];
}

/** Secrets of a gateway's certificates are made elsewhere; of what is in them nothing is known here. */
function listCertificates({ namespace, listeners = {} }: PolicyGateway): Manifest[] {
  const names = Object.values(listeners).flatMap(({ tls }) => tls?.credentialName ?? []);
  return [...new Set(names)].map((secretName) => {
    const metadata = { name: secretName, namespace };
    return { apiVersion: "cert-manager.io/v1", kind: "Certificate", metadata, spec: { secretName } };
  });
}
