import * as pulumi from "@pulumi/pulumi";
import { placeProblems } from "../findings/problem.js";
import { computeInjectionLabels, findInjectionProblems, type Injection } from "../istio/control-plane/injection.js";
import { fetchNamespaceAnnotations } from "./cluster-api.js";
import { catchKnown } from "./known-value.js";
import { registerManifest } from "./manifest-resource.js";
import { stopOnErrors } from "./stop-on-errors.js";
import { createWebhookProof } from "./webhook-proof.js";

/** Who owns a namespace. */
export const NamespaceMode = {
  /** The stack makes it and removes it; one that exists already is refused. */
  Create: "create",
  /** The stack manages it from now on, and leaves it in place on destroy. */
  Adopt: "adopt",
  /** Somebody else manages it; the stack owns its mesh labels alone and takes only them away again. */
  Patch: "patch",
} as const;
/** Who owns a namespace. */
export type NamespaceMode = (typeof NamespaceMode)[keyof typeof NamespaceMode];

/** Inputs of `MeshNamespace`. */
export interface MeshNamespaceArgs {
  /** Kubeconfig of the cluster; with it `create` looks whether the namespace exists. */
  kubeconfig: pulumi.Input<string>;
  /**
   * Namespace of the control plane, as `ControlPlane` gives it: the labels are set when that one's webhooks answer.
   * @default - the labels are set at once
   */
  controlPlaneNamespace?: pulumi.Input<string>;
  /**
   * The namespace's name.
   * @default the component's name
   */
  namespace?: string;
  /**
   * Who owns the namespace.
   * @default "create"
   */
  mode?: NamespaceMode;
  /**
   * How pods of the namespace join the mesh: labels `istio-injection`, `istio.io/rev` and `istio.io/dataplane-mode`,
   * https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
   * @default "enabled"
   */
  injection?: Injection;
  /**
   * The control plane's revision or a revision tag, for the injection `revision`.
   * @default - none
   */
  revision?: string;
  /**
   * Further labels; those of injection are refused, since `injection` decides them.
   * @default - none
   */
  labels?: Record<string, string>;
}

/** Marks a namespace as made by a stack, so that an `up` that was killed half-way knows its own again. */
export const ownerAnnotation = "pulumi-istio/stack";

/** A namespace of the mesh, with one meaning of injection. */
export class MeshNamespace extends pulumi.ComponentResource {
  /** The namespace's name, known once its labels are set. */
  public readonly namespace: pulumi.Output<string>;

  constructor(name: string, args: MeshNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    const namespace = args.namespace ?? name;
    const injection = args.injection ?? "enabled";
    const { revision, labels = {}, kubeconfig } = args;
    stopOnErrors(placeProblems(findInjectionProblems({ injection, revision, labels })));
    super("pulumi-istio:index:MeshNamespace", name, { ...args, kubeconfig: pulumi.secret(kubeconfig) }, opts);

    const all = { ...labels, ...computeInjectionLabels(injection, revision) };
    const child = registerNamespace(this, name, { namespace, labels: all, args });
    this.namespace = child.urn.apply(() => namespace);
    this.registerOutputs({ namespace: this.namespace });
  }
}

interface NamespaceFacts {
  namespace: string;
  labels: Record<string, string>;
  args: MeshNamespaceArgs;
}

function registerNamespace(parent: MeshNamespace, name: string, facts: NamespaceFacts): pulumi.CustomResource {
  const { namespace, labels, args } = facts;
  const owner = `${pulumi.getProject()}/${pulumi.getStack()}`;
  const proof = createProof(name, args);
  const register = (kind: string, annotations: Record<string, string>, opts: pulumi.CustomResourceOptions = {}) => {
    const manifest = { apiVersion: "v1", kind, metadata: { name: namespace, labels, annotations } };
    const hooks = { beforeCreate: [...(opts.hooks?.beforeCreate ?? []), ...proof], beforeUpdate: proof };
    const dependsOn = pulumi.output(args.controlPlaneNamespace).apply((): pulumi.Resource[] => []);
    return registerManifest(name, manifest, { parent, dependsOn, ...opts, hooks });
  };
  switch (args.mode ?? "create") {
    case "create":
      return register(
        "Namespace",
        { [ownerAnnotation]: owner },
        { hooks: { beforeCreate: [createRefusal(name, namespace, { owner, kubeconfig: args.kubeconfig })] } },
      );
    case "adopt":
      return register("Namespace", {}, { retainOnDelete: true });
    case "patch":
      return register("NamespacePatch", { "pulumi.com/patchForce": "true" });
  }
}

/** The label is what pods are injected by, so it is not set before the webhook answers. */
function createProof(name: string, args: MeshNamespaceArgs): pulumi.ResourceHook[] {
  const { controlPlaneNamespace: namespace, kubeconfig, revision = "" } = args;
  return namespace === undefined
    ? []
    : [createWebhookProof(`MeshNamespace/${name}`, { kubeconfig, namespace, revision })];
}

function createRefusal(
  name: string,
  namespace: string,
  args: { owner: string; kubeconfig: pulumi.Input<string> },
): pulumi.ResourceHook {
  const kubeconfig = catchKnown(pulumi.output(args.kubeconfig));
  const refuse = async () => {
    const known = await kubeconfig();
    if (known === undefined) return;
    const annotations = await fetchNamespaceAnnotations(known, namespace);
    if (annotations === undefined || annotations[ownerAnnotation] === args.owner) return;
    throw new Error(
      `the namespace ${namespace} exists already, and mode "create" would take it over; ` +
        `set its mode to "adopt" (managed from now on, kept on destroy) or "patch" (the mesh labels alone)`,
    );
  };
  return new pulumi.ResourceHook(`MeshNamespace/${name}-refuse-existing`, refuse, { onDryRun: true });
}
