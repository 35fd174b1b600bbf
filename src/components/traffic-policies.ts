import * as pulumi from "@pulumi/pulumi";
import type { Manifest } from "../kubernetes/manifest.js";
import { defaultRootNamespace } from "../mesh/root-namespace.js";
import { findStopping, planPolicies, type PolicyPlanArgs } from "../plan/policy-plan.js";
import { weightsOwnedBy } from "../policy/routes/virtual-service.js";
import { registerManifests } from "./manifest-resource.js";
import { createProxySettling } from "./proxy-settling.js";
import { logWarnings, stopOnAny } from "./stop-on-errors.js";
import { createWebhookProof } from "./webhook-proof.js";

/** Inputs of `TrafficPolicies`. */
export interface TrafficPoliciesArgs extends PolicyPlanArgs {
  /** Kubeconfig of the cluster; with it istiod's webhook is proven before the first object. */
  kubeconfig: pulumi.Input<string>;
  /**
   * Revision of the control plane that checks the objects.
   * @default - the one without a revision
   */
  revision?: string;
}

/**
 * What services should do, as documents: they become one VirtualService and one DestinationRule a host, and the security,
 * telemetry and rate limit objects that go with them. Give `dependsOn` the mesh.
 */
export class TrafficPolicies extends pulumi.ComponentResource {
  /** `<Kind> <namespace>/<name>` of every object, known once all are written. */
  public readonly objects: pulumi.Output<string[]>;

  constructor(name: string, args: TrafficPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    const planned = planPolicies(args);
    stopOnAny(findStopping(planned, args.analysis), planned.findings);
    // Documents and applications are not kept in the state: an edited one would show as a change of all policies.
    super("pulumi-istio:index:TrafficPolicies", name, {}, opts);
    const { kubeconfig, rootNamespace: namespace = defaultRootNamespace, revision = "" } = args;
    const owner = `TrafficPolicies/${name}`;
    const proof = createWebhookProof(owner, { kubeconfig, namespace, revision });
    const settling = createProxySettling(owner, { kubeconfig, namespace });
    const { manifests, findings } = planned;
    const children = registerManifests(name, manifests, {
      base: { parent: this, hooks: { beforeCreate: [proof], beforeUpdate: [proof] } },
      each: (manifest) => ({ ...computeSettling(manifest, settling), ...computeIgnored(manifest) }),
    });
    logWarnings(findings, this);
    this.objects = pulumi.all([...children.values()].map(({ urn }) => urn)).apply(() => manifests.map(describe));
    this.registerOutputs({ objects: this.objects });
  }
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
