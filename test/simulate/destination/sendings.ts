import type { MeshIndex } from "../../../src/mesh/mesh-index.js";
import { createHosts } from "../../../src/mesh/hosts.js";
import type { Outcome } from "../../../src/simulate/answer.js";
import { deliver } from "../../../src/simulate/destination/deliver.js";
import { formatWorkload } from "../../../src/simulate/format-object.js";
import type { Target } from "../../../src/simulate/routed.js";
import { createRequest, findWorkload, indexText } from "../mesh-of-text.js";

/** A Namespace. */
export const namespace = (name: string, labels: string) => `
---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: ${labels} }
`;
/** Pods with a port `web`. */
export const deployment = (name: string, labels: string, spec = "", at = "shop") => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${at} }
spec:
  ${spec}
  template:
    metadata: { labels: ${labels} }
    spec: { serviceAccountName: ${name}, containers: [{ name: app, ports: [{ name: web, containerPort: 9080 }] }] }
`;
/** The Service shop/reviews. */
export const service = (spec: string) => `
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: ${spec}
`;
/** A DestinationRule of shop. */
export const rule = (spec: string, name = "reviews") => `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
`;
/** A PeerAuthentication. */
export const peers = (spec: string, at = "shop") => `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: peers, namespace: ${at} }
spec: ${spec}
`;

/** The Service of all pods of reviews. */
export const plainService = service(
  "{ selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: web }] }",
);
/** Three pods of v1, one of v2. */
export const versions = `${deployment("reviews-v1", "{ app: reviews, version: v1 }", "replicas: 3")}${deployment("reviews-v2", "{ app: reviews, version: v2 }")}`;
/** A namespace with sidecars and one without, and a caller in each. */
export const mesh = `${namespace("shop", "{ istio-injection: enabled }")}${namespace("bare", "{}")}${deployment("web", "{ app: web }")}${deployment("job", "{ app: job }", "", "bare")}`;
/** All of it. */
export const shop = `${mesh}${plainService}${versions}`;

/** What comes of a call of shop/reviews:80 by shop/web. */
export function send(
  text: string,
  given: Partial<Target> & { isPlain?: boolean; isEncrypted?: boolean } = {},
): readonly Outcome[] {
  const { isPlain = false, isEncrypted = false, ...target } = given;
  const index = indexText(text);
  return deliver(index, {
    target: createTarget(index, isPlain, target),
    isEncrypted,
    clientAddress: { doubt: "no address" },
  });
}

/** Requests for shop/reviews, as they leave a route. */
export function createTarget(index: MeshIndex, isPlain: boolean, given: Partial<Target>): Target {
  const workload = findWorkload(index, "shop", "web");
  const host = given.host ?? "reviews.shop.svc.cluster.local";
  const [known] = index.ask(createHosts).find(host, "shop");
  return {
    ...{ host, port: 80, subset: "", service: known?.object, authority: "reviews" },
    request: createRequest(workload, { host: "reviews", path: "/a", query: "b=c" }),
    ...(isPlain ? {} : { proxy: { workload, isGateway: false } }),
    ...{ delivery: { attempts: 2 }, mirrors: [] },
    ...given,
  };
}

/** `share workload mutual`, or `share status by`, or `share kind reason`. */
export function summarize(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((one) => {
    const share = one.share === 1 ? "" : `${one.share} `;
    if (one.kind === "answered") return `${share}${one.status} ${one.by}`;
    if (one.kind !== "reached") return `${share}${one.kind} ${one.reason}`;
    const { workload } = one.destination;
    return `${share}${workload === undefined ? one.destination.host : formatWorkload(workload)}${one.isMutualTls ? " mutual" : ""}`;
  });
}
