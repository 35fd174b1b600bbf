import * as pulumi from "@pulumi/pulumi";
import type { ImagePullPolicy } from "../istio/settings.js";
import type { Manifest } from "../manifest.js";
import { registerManifests } from "./manifest-resource.js";

/** Inputs of `Application`. */
export interface ApplicationArgs {
  /** Namespace of all objects that name none; give it as an Output of `MeshNamespace`, so that its sidecars are injected. */
  namespace: pulumi.Input<string>;
  /** Kubernetes objects, as they stand in YAML; see `loadManifests`. */
  manifests: { [key: string]: any }[];
  /**
   * Overrides the pull policy of every container of the workloads, for a cluster whose images are loaded beforehand.
   * @default - as the manifests say
   */
  imagePullPolicy?: ImagePullPolicy;
}

/** An application's own Kubernetes objects in a namespace of the mesh. */
export class Application extends pulumi.ComponentResource {
  /** Namespace of the application, known once its pods are ready. */
  public readonly namespace: pulumi.Output<string>;

  constructor(name: string, args: ApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-istio:index:Application", name, args, opts);
    const { imagePullPolicy, namespace } = args;
    const manifests = (args.manifests as Manifest[]).map((manifest) =>
      imagePullPolicy === undefined ? manifest : overridePullPolicy(manifest, imagePullPolicy),
    );
    const children = registerManifests(name, manifests, { base: { parent: this }, namespace });
    this.namespace = pulumi.all([namespace, pulumi.all(children.map(({ urn }) => urn))]).apply(([known]) => known);
    this.registerOutputs({ namespace: this.namespace });
  }
}

/** The same workload with that pull policy on each of its containers; other objects stay as they are. */
function overridePullPolicy(manifest: Manifest, imagePullPolicy: ImagePullPolicy): Manifest {
  const pod = manifest.spec?.template?.spec;
  if (pod?.containers === undefined) return manifest;
  const override = (containers: object[]) => containers.map((container) => ({ ...container, imagePullPolicy }));
  const spec = {
    ...pod,
    containers: override(pod.containers),
    ...(pod.initContainers === undefined ? {} : { initContainers: override(pod.initContainers) }),
  };
  return { ...manifest, spec: { ...manifest.spec, template: { ...manifest.spec.template, spec } } };
}
