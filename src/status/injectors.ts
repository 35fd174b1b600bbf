import { matchesLabelSelector } from "../mesh/selectors.js";
import type { ClusterFacts, Labels, WebhookFacts } from "./facts.js";

// Which control plane a pod gets its sidecar from: what the injectors' own selectors say, and without one, what the labels ask for.

/** The injector passes them over, whatever their labels say. Source: `IgnoredNamespaces` in istio pkg/kube/inject/inject.go. */
const ignoredNamespaces = ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"];

/** Revision of the sidecar that pods with these labels get now; undefined where they get none. */
export type FindInjector = (namespace: string, ofNamespace: Labels, ofPod: Labels) => string | undefined;

/** The label of a namespace or a pod that asks for a sidecar, as a revision or the tag of one. */
export function readWish(ofNamespace: Labels): string | undefined {
  const injection = ofNamespace["istio-injection"];
  if (injection !== undefined) return injection === "enabled" ? "default" : undefined;
  return ofNamespace["istio.io/dataplane-mode"] === "ambient" ? undefined : ofNamespace["istio.io/rev"];
}

/** By the webhooks; where they could not be read, by the labels. */
export function createFindInjector({ webhooks, istiods = [] }: ClusterFacts): FindInjector {
  const injectors = webhooks?.filter(isInjector);
  return (namespace, ofNamespace, ofPod) => {
    if (ignoredNamespaces.includes(namespace) || ofPod["sidecar.istio.io/inject"] === "false") return undefined;
    const found = injectors?.find((one) => selects(one, ofNamespace, ofPod));
    if (found !== undefined) return found.revision;
    // Where a control plane has lost its webhook, what asks for it should have a sidecar all the same.
    const wish = readWish(ofNamespace);
    const hasLost = istiods.some(({ revision }) => revision === wish) && !hasInjector(injectors, wish);
    return injectors === undefined || hasLost ? wish : undefined;
  };
}

function hasInjector(injectors: readonly WebhookFacts[] | undefined, revision: string | undefined): boolean {
  return injectors?.some((one) => one.revision === revision) ?? false;
}

/** Whether a webhook adds sidecars. */
export function isInjector({ kind, name }: WebhookFacts): boolean {
  return kind === "MutatingWebhookConfiguration" && name.endsWith("sidecar-injector.istio.io");
}

function selects(webhook: WebhookFacts, ofNamespace: Labels, ofPod: Labels): boolean {
  return (
    matchesLabelSelector(webhook.namespaceSelector, ofNamespace) && matchesLabelSelector(webhook.objectSelector, ofPod)
  );
}
