import { X509Certificate } from "node:crypto";
import { makeSelfSigned } from "../self-signed.js";
import type { ClusterFacts, PodFacts, WebhookFacts } from "../../src/status/facts.js";

/** A certificate that is valid for a day from now on. */
export const root = makeSelfSigned("root.example").certificate;
export const day = 86_400_000;
/** Its first moment. */
export const now = Date.parse(new X509Certificate(root).validFrom);

/** A pod of a Deployment `web` in `shop`, with a sidecar unless told otherwise. */
export function makePod(name: string, more: Partial<PodFacts> = {}): PodFacts {
  return {
    namespace: "shop",
    name,
    owner: { kind: "Deployment", name: "web" },
    labels: { app: "web" },
    isPassedOver: false,
    proxy: { image: "docker.io/istio/proxyv2:1.31.4", revision: "default", isExpected: true },
    ...more,
  };
}

/** A webhook of the revision without a name. */
export function makeWebhook(more: Partial<WebhookFacts> = {}): WebhookFacts {
  return {
    kind: "MutatingWebhookConfiguration",
    configuration: "istio-sidecar-injector",
    revision: "default",
    name: "namespace.sidecar-injector.istio.io",
    namespaceSelector: { matchLabels: { "istio-injection": "enabled" } },
    objectSelector: {},
    failurePolicy: "Fail",
    authorities: root,
    service: { namespace: "istio-system", name: "istiod" },
    ...more,
  };
}

const validator = makeWebhook({
  kind: "ValidatingWebhookConfiguration",
  configuration: "istio-validator-istio-system",
  name: "rev.validation.istio.io",
});

/** A mesh of one pod in which all is well. Its root is self-signed for a day, so its end is not judged: `now` is long before. */
export function makeFacts(more: Partial<ClusterFacts> = {}): ClusterFacts {
  return {
    now: now - 60 * day,
    server: "https://api.example",
    kubernetes: "v1.36.2",
    namespaces: [
      { name: "istio-system", labels: {} },
      { name: "shop", labels: { "istio-injection": "enabled" } },
    ],
    pods: [makePod("web-1")],
    istiods: [
      { namespace: "istio-system", name: "istiod", revision: "default", version: "1.31.4", replicas: 1, ready: 1 },
    ],
    services: [
      {
        namespace: "istio-system",
        name: "istiod",
        selector: { app: "istiod" },
        type: "ClusterIP",
        addresses: ["10.0.0.1"],
      },
    ],
    webhooks: [makeWebhook(), validator],
    endpoints: new Map([["istio-system/istiod", 1]]),
    failures: [],
    conditions: [],
    routing: [],
    gatewayApi: [],
    authorities: [
      { kind: "ConfigMap", namespace: "istio-system", name: "istio-ca-root-cert", exists: true, pem: root },
    ],
    credentials: [],
    proxies: {
      states: [{ proxy: "web-1.shop", state: "confirmed" }],
      versions: new Map(),
      closed: [],
      revisions: ["default"],
    },
    unread: [],
    ...more,
  };
}
