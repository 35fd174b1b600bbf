import type { Manifest } from "../kubernetes/manifest.js";
import type { Service } from "../policy/service/service.js";
import { toMap } from "../text/read.js";

/**
 * The mode in which each service's pods take connections, where single ports say nothing else, by all PeerAuthentications.
 * Source: `ComposePeerAuthentication` in istio pilot/pkg/security/authn: the innermost that says something counts.
 */
export function createModes(manifests: readonly Manifest[], rootNamespace: string): (service: Service) => string {
  const byNamespace = new Map<string, Manifest[]>();
  for (const manifest of manifests.filter(({ kind }) => kind === "PeerAuthentication")) {
    const { namespace = "" } = manifest.metadata;
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), manifest]);
  }
  return ({ namespace, selector = {} }) => {
    const own = byNamespace.get(namespace) ?? [];
    const levels = [
      ...(byNamespace.get(rootNamespace) ?? []).filter((one) => readLabels(one).length === 0),
      ...own.filter((one) => readLabels(one).length === 0),
      ...own.filter((one) => readLabels(one).length > 0 && isFor(one, selector)),
    ];
    const modes = levels.map(({ spec }) => toMap(toMap(spec).mtls).mode).filter((mode) => mode !== "UNSET");
    return String(modes.findLast((mode) => mode !== undefined) ?? "PERMISSIVE");
  };
}

function readLabels({ spec }: Manifest): [string, unknown][] {
  return Object.entries(toMap(toMap(toMap(spec).selector).matchLabels));
}

function isFor(manifest: Manifest, labels: Readonly<Record<string, unknown>>): boolean {
  return readLabels(manifest).every(([label, value]) => labels[label] === value);
}
