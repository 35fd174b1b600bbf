import type { Manifest } from "../kubernetes/manifest.js";
import { matchesPolicySelector } from "../mesh/selectors.js";
import { toMap, toMaps, toText, toTexts } from "../text/read.js";
import type { PodFacts } from "./facts.js";

/** A Secret that a listener of a gateway has its certificate from. */
export interface Credential {
  namespace: string;
  name: string;
  /** Position of the listener. */
  listener: number;
}

/** The Secrets of a gateway: Istio's own name them in the namespaces of their pods, those of the Gateway API in their own. */
export function listCredentials(gateway: Manifest, proxies: readonly PodFacts[]): Credential[] {
  const { apiVersion, metadata, spec } = gateway;
  const own = metadata.namespace ?? "default";
  if (!apiVersion.startsWith("networking.istio.io/")) {
    return toMaps(toMap(spec).listeners).flatMap(({ tls }, listener) =>
      toMaps(toMap(tls).certificateRefs).flatMap(({ kind = "Secret", namespace = own, name }) =>
        kind === "Secret" ? [{ namespace: toText(namespace), name: toText(name), listener }] : [],
      ),
    );
  }
  const selector = toMap(toMap(spec).selector);
  const namespaces = new Set(
    proxies.filter(({ labels }) => matchesPolicySelector(selector, labels)).map(({ namespace }) => namespace),
  );
  return toMaps(toMap(spec).servers).flatMap(({ tls }, listener) =>
    [toText(toMap(tls).credentialName), ...toTexts(toMap(tls).credentialNames)]
      .filter((name) => name !== "")
      .flatMap((name) => place(name, namespaces).map((placed) => ({ ...placed, listener }))),
  );
}

function place(name: string, namespaces: ReadonlySet<string>): { namespace: string; name: string }[] {
  const [scheme, rest] = name.includes("://") ? name.split("://") : ["kubernetes", name];
  // What gateways of the Gateway API become inside istiod, and credentials from elsewhere than Secrets.
  if (scheme !== "kubernetes" || rest === undefined) return [];
  const [namespace, ofNamespace] = rest.split("/");
  if (ofNamespace !== undefined && namespace !== undefined) return [{ namespace, name: ofNamespace }];
  return [...namespaces].map((one) => ({ namespace: one, name: rest }));
}
