import type { Manifest } from "../../../src/kubernetes/manifest.js";

/** A Service, and a Deployment a version. */
export function declare(namespace: string, name: string, versions: readonly string[] = ["v1"]): Manifest[] {
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace },
      spec: { selector: { app: name }, ports: [{ name: "http", port: 9080, targetPort: 9080 }] },
    },
    ...versions.map((version) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: `${name}-${version}`, namespace },
      spec: {
        selector: { matchLabels: { app: name, version } },
        template: {
          metadata: { labels: { app: name, version } },
          spec: { serviceAccountName: name, containers: [{ name, image: name, ports: [{ containerPort: 9080 }] }] },
        },
      },
    })),
  ];
}

/** The shop's own services and workloads, as its applications declare them. */
export const shopManifests: readonly Manifest[] = [
  ...["productpage", "details", "ratings"].flatMap((name) => declare("shop", name)),
  ...declare("shop", "reviews", ["v1", "v2"]),
];
