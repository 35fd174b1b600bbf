import * as pulumi from "@pulumi/pulumi";
import type { ImagePullPolicy } from "../istio/control-plane/settings.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { registerManifests } from "./manifest-resource.js";

/** Inputs of `Application`. */
export interface ApplicationArgs {
  /** Namespace of all objects that name none; give it as an Output of `MeshNamespace`, so that its sidecars are injected. */
  namespace: pulumi.Input<string>;
  /** Kubernetes objects, as they stand in YAML; see `loadManifests`. */
  manifests: Record<string, any>[];
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
    this.namespace = pulumi
      .all([namespace, pulumi.all([...children.values()].map(({ urn }) => urn))])
      .apply(([known]) => known);
    this.registerOutputs({ namespace: this.namespace });
  }
}

/** The same workload with that pull policy on each of its containers; other objects stay as they are. */
function overridePullPolicy(manifest: Manifest, imagePullPolicy: ImagePullPolicy): Manifest {
  const { kind, spec } = manifest;
  const override = (pod: Record<string, any>) => ({ ...pod, ...overrideContainers(pod, imagePullPolicy) });
  if (kind === "Pod") return { ...manifest, spec: override(spec) };
  if (kind === "CronJob") {
    const { template } = spec.jobTemplate.spec;
    const jobSpec = { ...spec.jobTemplate.spec, template: { ...template, spec: override(template.spec) } };
    return { ...manifest, spec: { ...spec, jobTemplate: { ...spec.jobTemplate, spec: jobSpec } } };
  }
  if (spec?.template?.spec?.containers === undefined) return manifest;
  return { ...manifest, spec: { ...spec, template: { ...spec.template, spec: override(spec.template.spec) } } };
}

function overrideContainers(pod: Record<string, any>, imagePullPolicy: ImagePullPolicy): Record<string, object[]> {
  const lists = ["initContainers", "containers"].filter((list) => pod[list] !== undefined);
  return Object.fromEntries(
    lists.map((list) => [list, pod[list].map((container: object) => ({ ...container, imagePullPolicy }))]),
  );
}
