import type { ClusterStatus, HistoryEntry, LiveState, ObjectChange, RunEvent } from "../../../src/console/contract.js";

// What only an engine and a cluster can say.

export const sampleUpdates: readonly HistoryEntry[] = [
  {
    ...{
      id: "update-17",
      kind: "update",
      time: "2026-03-02T09:31:00.000Z",

      message: "update succeeded",
    },
    changes: { update: 2, same: 58 },
  },
];

/** What each of them changed. */
export const sampleObjects: Readonly<Record<string, ObjectChange[]>> = {
  "update-17": [
    {
      ...{ change: "update", kind: "VirtualService", namespace: "shop", name: "reviews" },
      before: "spec:\n  http:\n    - timeout: 2s\n",
      after: "spec:\n  http:\n    - timeout: 3s\n",
    },
  ],
};

const urn = (kind: string, name: string) => `urn:pulumi:dev::mesh::kubernetes:networking.istio.io/v1:${kind}::${name}`;
const virtualService = {
  type: "step" as const,
  operation: "update",
  resource: "VirtualService shop/reviews",
  urn: urn("VirtualService", "shop-reviews"),
  diff: ["spec.http[1].timeout"],
};

export const sampleRun: RunEvent[] = [
  { type: "step", operation: "same", resource: "Namespace shop", urn: urn("Namespace", "shop"), state: "done" },
  { ...virtualService, state: "running" },
  { ...virtualService, state: "done" },
  { type: "summary", changes: { update: 1, same: 59 }, seconds: 8.2 },
  { type: "end", exitCode: 0 },
];

export const failedRun: RunEvent[] = [
  { ...virtualService, state: "running" },
  { ...virtualService, state: "failed" },
  {
    type: "diagnostic",
    level: "error",
    message: 'admission webhook "validation.istio.io" denied the request:\n  timeout must be shorter than 1h',
    urn: virtualService.urn,
  },
  { type: "summary", changes: { same: 59 }, seconds: 4 },
  { type: "end", exitCode: 1 },
];

export const sampleLive: LiveState = {
  pods: ["reviews-v1-7d8c5b9f6-x2lqp", "reviews-v2-5c6f9d7b8-k9zsr"].map((name, index) => ({
    name,
    ready: index === 0,
    sidecar: index === 0 ? "ready" : "not ready",
    containers: [
      { name: "reviews", ready: true, restarts: index * 3, state: "running" },
      { name: "istio-proxy", ready: index === 0, restarts: 0, state: index === 0 ? "running" : "starting" },
    ],
  })),
  accessLog: [
    '[2026-03-02T09:31:40.120Z] "GET /reviews/7 HTTP/1.1" 200 - via_upstream - 18 ms',
    '[2026-03-02T09:31:41.514Z] "GET /reviews/7 HTTP/1.1" 504 UT response_timeout - 3000 ms',
    '[2026-03-02T09:31:42.007Z] "GET /reviews/8 HTTP/1.1" 200 - via_upstream - 21 ms',
  ].map((line) => ({ pod: "reviews-v1-7d8c5b9f6-x2lqp", line })),
};

/** A mesh in which one pod of `reviews` has no sidecar. */
export const sampleStatus: ClusterStatus = {
  report: {
    ...{ time: "2026-03-02T09:40:00.000Z", server: "https://api.example", state: "problems", kubernetes: "v1.36.2" },
    controlPlanes: [
      {
        ...{ namespace: "istio-system", name: "istiod", revision: "default", version: "1.31.4" },
        ...{ ready: 2, replicas: 2, rootDays: 3640 },
      },
    ],
    webhooks: [
      {
        ...{ kind: "MutatingWebhookConfiguration", name: "istio-sidecar-injector", revision: "default" },
        ...{ failurePolicy: "Fail", service: "istio-system/istiod", endpoints: 2, caDays: 3640 },
      },
    ],
    gateways: [
      {
        ...{
          api: "istio",
          namespace: "ingress",
          name: "public",
          addresses: ["192.0.2.10"],
          hosts: ["www.service1.io"],
        },
        listeners: [
          { port: 443, protocol: "HTTPS", hosts: ["*"], certificates: [{ secret: "ingress/web-cert", days: 61 }] },
        ],
      },
    ],
    namespaces: [{ name: "shop", injection: "revision default", pods: 9, sidecars: 8 }],
    workloads: [
      {
        ...{ kind: "Deployment", namespace: "shop", name: "reviews-v2", pods: 2, sidecars: 1 },
        ...{ versions: ["1.31.4"], revisions: ["default"] },
      },
    ],
    proxies: { connected: 8, inStep: 8, late: [], rejecting: [], notConnected: [] },
    services: [{ namespace: "shop", name: "reviews", problems: 1 }],
    policies: { declared: 12, missing: 0, changed: 0 },
    unread: [],
    problems: [
      {
        ...{ code: "IST0103", level: "warning", remedy: "restart its workload" },
        message: "1 of 2 pods has no sidecar: reviews-v2-5c6f9d7b8-k9zsr",
        resource: { kind: "Deployment", namespace: "shop", name: "reviews-v2" },
      },
    ],
  },
};
