import type { MeshIndex } from "../../../src/mesh/mesh-index.js";
import type { Step } from "../../../src/simulate/answer.js";
import type { Arrival } from "../../../src/simulate/server/arrival.js";
import { createRequest, findWorkload } from "../mesh-of-text.js";

/** Pods with a sidecar, as most tests of a server need them. */
export const reviews = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  template:
    metadata: { labels: { app: reviews } }
    spec: { serviceAccountName: reviews, containers: [{ name: app, ports: [{ name: web, containerPort: 9080 }] }] }
`;

/** A GET of shop/reviews by mutual TLS of shop/web; what differs is given. */
export function createArrival(mesh: MeshIndex, given: Partial<Arrival> = {}): Arrival {
  const workload = findWorkload(mesh, "shop", "reviews");
  return {
    ...{
      workload,
      port: 9080,
      isHttp: true,
      path: "/",
      peer: { trustDomain: "cluster.local", namespace: "shop", account: "web" },
    },
    ...{ sni: "outbound_.80_._.reviews.shop.svc.cluster.local", address: { doubt: "no address" } },
    ...{ clientAddress: { doubt: "no client address" }, request: createRequest(workload), authority: "reviews" },
    ...given,
  };
}

/** Each step as `message (path)`. */
export function formatSteps(steps: readonly Step[]): string[] {
  return steps.map(({ message, source }) => `${message}${source === undefined ? "" : ` (${source.path.join(".")})`}`);
}
