import * as pulumi from "@pulumi/pulumi";
import { identify, type Manifest } from "../kubernetes/manifest.js";
import { orderManifests } from "../plan/ordering.js";
import { isNamespaced } from "../kubernetes/scope.js";
import { annotateForProvider } from "./provider-annotations.js";

/** The provider plugin's version that every object is registered with: the one of the SDK that this package is tested with. */
export const kubernetesPluginVersion = "4.25.0";

/** Options of `registerManifests` beside those of Pulumi. */
export interface ManifestOptions {
  /** Options of every object; `parent` is required, since the objects' names begin with the parent's. */
  base: pulumi.CustomResourceOptions & { parent: pulumi.ComponentResource };
  /** Namespace of the objects that live in one and name none. @default - the cluster's default namespace */
  namespace?: pulumi.Input<string>;
  /** Options of single objects, merged over `base`. */
  each?: (manifest: Manifest) => pulumi.CustomResourceOptions;
}

/**
 * Registers plain Kubernetes objects one by one, each as a resource of its own type token (`kubernetes:apps/v1:Deployment`)
 * named `<name>-<Kind>/<namespace>/<name>`, with real dependency edges between them.
 * @returns the resources by the identity of their objects (see `identify`)
 */
export function registerManifests(
  name: string,
  manifests: readonly Manifest[],
  options: ManifestOptions,
): Map<string, pulumi.CustomResource> {
  const registered = new Map<string, pulumi.CustomResource>();
  for (const { manifest, after } of orderManifests(manifests)) {
    const dependsOn = after.flatMap((identity) => registered.get(identity) ?? []);
    // mergeOptions adds hooks to the very object that it is given: without a copy each object gets those of all before it.
    const base = { ...options.base, hooks: { ...options.base.hooks } };
    const opts = pulumi.mergeOptions(pulumi.mergeOptions(base, options.each?.(manifest)), { dependsOn });
    registered.set(identify(manifest), registerManifest(name, manifest, opts, options.namespace));
  }
  return registered;
}

/** A resource whose type is decided by the manifest. */
class KubernetesObject extends pulumi.CustomResource {}

/** Registers one plain Kubernetes object; `namespace` is for an object that lives in one and names none. */
export function registerManifest(
  name: string,
  manifest: Manifest,
  opts: pulumi.CustomResourceOptions,
  namespace?: pulumi.Input<string>,
): pulumi.CustomResource {
  const { kind, metadata } = manifest;
  const path = [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join("/");
  const props = hideSecret(annotateForProvider(manifest));
  if (namespace !== undefined && metadata.namespace === undefined && isNamespaced(manifest)) {
    props.metadata = { namespace, ...props.metadata };
  }
  return new KubernetesObject(computeTypeToken(manifest), `${name}-${path}`, props, {
    version: kubernetesPluginVersion,
    ...opts,
  });
}

/** `v1` Service -> `kubernetes:core/v1:Service`; `apps/v1` Deployment -> `kubernetes:apps/v1:Deployment`. */
export function computeTypeToken({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

function hideSecret(manifest: Manifest): pulumi.Inputs {
  if (manifest.kind !== "Secret") return { ...manifest };
  const { data, stringData, ...rest } = manifest;
  return {
    ...rest,
    ...(data === undefined ? {} : { data: pulumi.secret(data) }),
    ...(stringData === undefined ? {} : { stringData: pulumi.secret(stringData) }),
  };
}
