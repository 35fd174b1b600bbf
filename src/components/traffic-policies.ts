import * as pulumi from "@pulumi/pulumi";
import type { PropagationSettings } from "../istio/control-plane/propagation.js";
import { formatManifest, type Manifest } from "../kubernetes/manifest.js";
import { defaultRootNamespace } from "../mesh/root-namespace.js";
import { findStopping, planPolicies, type PolicyPlanArgs } from "../plan/policy-plan.js";
import { weightsOwnedBy } from "../policy/routes/virtual-service.js";
import { registerManifests } from "./manifest-resource.js";
import { ProxySettling } from "./proxy-settling.js";
import { requireEngine } from "./require-engine.js";
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
  /**
   * How long is waited for proxies: before routes move, and before anything is deleted.
   * @default - 10 s, and 2 s where istiod cannot be asked
   */
  propagation?: PropagationSettings;
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
    void requireEngine();
    // Documents and applications are not kept in the state: an edited one would show as a change of all policies.
    super("pulumi-istio:index:TrafficPolicies", name, {}, opts);
    const { kubeconfig, rootNamespace: namespace = defaultRootNamespace, propagation, istiodEnv } = args;
    const { revision = "" } = args;
    const owner = `TrafficPolicies/${name}`;
    const { manifests, findings } = planned;
    const proof = createWebhookProof(owner, { kubeconfig, namespace, revision });
    const settling = new ProxySettling(owner, { kubeconfig, namespace, manifests, propagation, istiodEnv });
    const children = registerManifests(name, manifests, {
      base: { parent: this, hooks: { beforeCreate: [proof], beforeUpdate: [proof] } },
      each: (manifest) => ({ ...settling.hook(manifest), ...computeIgnored(manifest) }),
    });
    logWarnings(findings, this);
    this.objects = pulumi.all([...children.values()].map(({ urn }) => urn)).apply(async () => {
      await settling.beforeRemovals(this, `${name}-proxies`);
      return manifests.map(formatManifest);
    });
    this.registerOutputs({ objects: this.objects });
  }
}

/** Weights that a controller changes are written once. */
function computeIgnored({ metadata }: Manifest): pulumi.CustomResourceOptions {
  return metadata.annotations?.[weightsOwnedBy] === undefined ? {} : { ignoreChanges: ["spec"] };
}
