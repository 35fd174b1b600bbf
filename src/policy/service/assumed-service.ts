import type { Manifest } from "../../kubernetes/manifest.js";
import type { Service } from "./service.js";

/**
 * A Service that only a document names, and pods of each of its versions: as the document takes them to be there, someone
 * else's stack has them. Nothing for a service that is declared.
 */
export function assumeService(service: Service, values: Readonly<Record<string, any>> = {}): Manifest[] {
  if (service.isDeclared) return [];
  const { namespace, name, selector = { app: name } } = service;
  const versions = Object.entries((values.versions ?? { "": {} }) as Record<string, Record<string, string>>);
  return [
    { apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec: { selector, ports: [] } },
    ...versions.map(([version, labels]): Manifest => {
      const template = { metadata: { labels: { ...selector, ...labels } }, spec: { containers: [] } };
      const metadata = { name: version === "" ? name : `${name}.${version}`, namespace };
      return { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { template } };
    }),
  ];
}

/** Subsets of a service that a document names without labels that can be used. */
export function assumeSubsets({ namespace, name, host }: Service, versions: readonly string[]): Manifest[] {
  return versions.map((version) => {
    const metadata = { name: `${name}.${version}`, namespace };
    const spec = { host, subsets: [{ name: version }] };
    return { apiVersion: "networking.istio.io/v1", kind: "DestinationRule", metadata, spec };
  });
}
