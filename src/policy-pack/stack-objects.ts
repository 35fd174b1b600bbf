import type { PolicyProviderResource, PolicyResource } from "@pulumi/policy";
import { toMap, toText } from "../text/read.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { isNamespaced } from "../kubernetes/scope.js";
import { copyKnown } from "./known-copy.js";

/** What is read of a resource. */
export type StackResource = Pick<PolicyResource, "type" | "urn" | "props" | "provider">;

/** A Kubernetes object of a stack. */
export interface StackObject {
  urn: string;
  apiVersion: string;
  kind: string;
  /** Undefined where its name or namespace is not known yet. */
  manifest?: Manifest;
}

/**
 * The Kubernetes objects of a stack, by the cluster that they are in. Charts, files and groups of YAML have their objects as
 * resources of their own.
 *
 * @param onUnknown is called whenever a value of an object is asked for that is not known yet
 */
export function readObjects(
  resources: readonly StackResource[],
  onUnknown: (object: StackObject) => void,
): StackObject[][] {
  const clusters = new Map<string, StackObject[]>();
  for (const resource of resources) {
    const object = readObject(resource, onUnknown);
    if (object === undefined) continue;
    const cluster = findCluster(resource.provider);
    const others = clusters.get(cluster);
    if (others === undefined) clusters.set(cluster, [object]);
    else others.push(object);
  }
  return [...clusters.values()];
}

function readObject(
  { type, urn, props, provider }: StackResource,
  onUnknown: (object: StackObject) => void,
): StackObject | undefined {
  if (!type.startsWith("kubernetes:")) return undefined;
  const object: StackObject = { urn, apiVersion: "", kind: "" };
  let isAsked = false;
  const noteUnknown = () => {
    isAsked = true;
    onUnknown(object);
  };
  const known: Record<string, any> = copyKnown(props, noteUnknown);
  object.apiVersion = toText(known.apiVersion);
  object.kind = toText(known.kind);
  if (object.apiVersion === "" || object.kind === "" || isPatch(type, object)) return undefined;
  const metadata = toMap(known.metadata);
  if (isNamespaced(object) && metadata.namespace === undefined && !isAsked) {
    metadata.namespace = readProvider(provider, noteUnknown).namespace;
  }
  if (toText(metadata.name) !== "" && !isAsked) object.manifest = known as Manifest;
  return object;
}

/** A part of an object whose rest is elsewhere. Of a namespace only the labels count, and those it has. */
function isPatch(type: string, { kind }: StackObject): boolean {
  return type.endsWith(`:${kind}Patch`) && kind !== "Namespace";
}

/** Two providers with one kubeconfig are one cluster; of one that has none, or none that is known yet, it cannot be told. */
function findCluster(provider: PolicyProviderResource | undefined): string {
  const { kubeconfig, context, cluster } = readProvider(provider, () => undefined);
  return kubeconfig === undefined ? (provider?.urn ?? "") : JSON.stringify([kubeconfig, context, cluster]);
}

function readProvider(provider: PolicyProviderResource | undefined, onUnknown: () => void): Record<string, any> {
  return copyKnown(provider?.props ?? {}, onUnknown);
}
