import * as pulumi from "@pulumi/pulumi";
import { hasErrors, type Finding } from "../finding.js";
import type { Manifest } from "../manifest.js";
import { compile, type Compiled } from "../policy/compile.js";
import { loadPolicies } from "../policy/load.js";
import { weightsOwnedBy } from "../policy/virtual-service.js";
import { registerManifests } from "./manifest-resource.js";
import { createProxySettling } from "./proxy-settling.js";
import { stopOnErrors } from "./stop-on-errors.js";
import { createWebhookProof } from "./webhook-proof.js";

/** A gateway that policies may name. */
export interface PolicyGateway {
  /** Namespace of the gateway's pods. */
  namespace: string;
  /** Labels of the gateway's pods. */
  labels: Record<string, string>;
}

/** Inputs of `TrafficPolicies`. */
export interface TrafficPoliciesArgs {
  /** Kubeconfig of the cluster; with it istiod's webhook is proven before the first object. */
  kubeconfig: pulumi.Input<string>;
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
   * Revision of the control plane that checks the objects.
   * @default - the one without a revision
   */
  revision?: string;
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
   * @default - none
   */
  gateways?: Record<string, PolicyGateway>;
}

/**
 * What services should do, as documents: they become one VirtualService and one DestinationRule a host, and the security,
 * telemetry and rate limit objects that go with them. Give `dependsOn` the mesh.
 */
export class TrafficPolicies extends pulumi.ComponentResource {
  /** `<Kind> <namespace>/<name>` of every object, known once all are written. */
  public readonly objects: pulumi.Output<string[]>;

  constructor(name: string, args: TrafficPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    const { manifests, findings } = compilePolicies(args);
    stopOnErrors(findings);
    // Documents and applications are not kept in the state: an edited one would show as a change of all policies.
    super("pulumi-istio:index:TrafficPolicies", name, {}, opts);
    const { kubeconfig, rootNamespace: namespace = "istio-system", revision = "" } = args;
    const owner = `TrafficPolicies/${name}`;
    const proof = createWebhookProof(owner, { kubeconfig, namespace, revision });
    const settling = createProxySettling(owner, { kubeconfig, namespace });
    const children = registerManifests(name, manifests, {
      base: { parent: this, hooks: { beforeCreate: [proof], beforeUpdate: [proof] } },
      each: (manifest) => ({ ...computeSettling(manifest, settling), ...computeIgnored(manifest) }),
    });
    this.objects = pulumi.all(children.map(({ urn }) => urn)).apply(() => manifests.map(describe));
    this.registerOutputs({ objects: this.objects });
  }
}

/** What is compiled: all that decides which objects there are. */
type Plan = Omit<TrafficPoliciesArgs, "kubeconfig">;

/** All that is wrong with any document. */
export function findPolicyProblems(plan: Plan): Finding[] {
  return compilePolicies(plan).findings;
}

/** References between documents are looked at only when every document can be read: a broken one would be missed everywhere. */
function compilePolicies({ documents, applications = [], gateways = {}, ...facts }: Plan): Compiled {
  const loaded = loadPolicies(documents);
  const { rootNamespace = "istio-system", extensionProviders, providerHosts } = facts;
  const named = Object.entries(gateways).map(([name, gateway]) => ({ name, ...gateway }));
  const mesh = { rootNamespace, extensionProviders, providerHosts, gateways: named };
  const compiled = compile({ ...loaded, declared: applications as Manifest[], mesh });
  return {
    ...compiled,
    findings: hasErrors(loaded.findings) ? loaded.findings : [...loaded.findings, ...compiled.findings],
  };
}

/** Make before break: what routes refer to is with the proxies before the routes move, and the routes before it goes. */
function computeSettling({ kind }: Manifest, settling: pulumi.ResourceHook): pulumi.CustomResourceOptions {
  if (kind === "DestinationRule") return { hooks: { afterCreate: [settling], afterUpdate: [settling] } };
  return kind === "VirtualService" ? { hooks: { afterUpdate: [settling] } } : {};
}

/** Weights that a controller changes are written once. */
function computeIgnored({ metadata }: Manifest): pulumi.CustomResourceOptions {
  return metadata.annotations?.[weightsOwnedBy] === undefined ? {} : { ignoreChanges: ["spec"] };
}

function describe({ kind, metadata: { namespace, name } }: Manifest): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
