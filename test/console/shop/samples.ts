import type { HistoryEntry, LiveState, ObjectChange, RunEvent } from "../../../src/console/contract.js";

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
