// Messages as the API server's admission writes them. Does not prove that it writes no others: the live test has a quota.
import { expect, it } from "vitest";
import { findRefusal } from "../../src/cli/pod-refusal.js";
import { createEvent, refuse } from "./workload-fixtures.js";

function judge(message: string) {
  const owner = { metadata: { name: "set", uid: "set" }, status: refuse(message) };
  return findRefusal({ kind: "Deployment", owner, pods: 0, events: [] });
}

const pod = 'pods "reviews-6c9f8d7b54-x7k2p" is forbidden: ';

it.each([
  [
    "a quota of no pods",
    `${pod}exceeded quota: no-pods, requested: pods=1, used: pods=0, limited: pods=0`,
    "exceeded quota: no-pods, requested: pods=1, used: pods=0, limited: pods=0",
    30,
  ],
  [
    "a pod that is larger than the quota",
    `${pod}exceeded quota: q, requested: limits.cpu=1500m,pods=1, used: limits.cpu=0,pods=0, limited: limits.cpu=1,pods=9`,
    "exceeded quota: q, requested: limits.cpu=1500m,pods=1, used: limits.cpu=0,pods=0, limited: limits.cpu=1,pods=9",
    30,
  ],
  [
    "more memory, in other units",
    `${pod}exceeded quota: q, requested: requests.memory=2Gi, used: requests.memory=0, limited: requests.memory=2000M`,
    "exceeded quota: q, requested: requests.memory=2Gi, used: requests.memory=0, limited: requests.memory=2000M",
    30,
  ],
  [
    "a quota that others have used up",
    `${pod}exceeded quota: q, requested: requests.memory=1Gi, used: requests.memory=1536Mi, limited: requests.memory=2Gi`,
    "exceeded quota: q, requested: requests.memory=1Gi, used: requests.memory=1536Mi, limited: requests.memory=2Gi",
    120,
  ],
  [
    "a quota that wants limits",
    `${pod}failed quota: q: must specify limits.cpu for: app`,
    "failed quota: q: must specify limits.cpu for: app",
    30,
  ],
  [
    "pod security",
    `${pod}violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "app" must set it)`,
    'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "app" must set it)',
    30,
  ],
  [
    "a webhook that says no",
    'admission webhook "policy.example" denied the request: no tag "latest".',
    'admission webhook "policy.example" denied the request: no tag "latest"',
    30,
  ],
  [
    "a service account that nobody made",
    `${pod}error looking up service account shop/reviews: serviceaccount "reviews" not found`,
    'error looking up service account shop/reviews: serviceaccount "reviews" not found',
    30,
  ],
  [
    "an invalid pod",
    'Pod "reviews-6c9f8d7b54-x7k2p" is invalid: spec.containers[0].image: Required value',
    "spec.containers[0].image: Required value",
    30,
  ],
  [
    "a webhook that does not answer",
    'Internal error occurred: failed calling webhook "namespace.sidecar-injector.istio.io": connect: connection refused',
    'Internal error occurred: failed calling webhook "namespace.sidecar-injector.istio.io": connect: connection refused',
    undefined,
  ],
  [
    "a namespace that is on its way out",
    `${pod}unable to create new content in namespace shop because it is being terminated`,
    "unable to create new content in namespace shop because it is being terminated",
    undefined,
  ],
])("%s", (_what, message, said, patience) => {
  expect(judge(message)).toMatchObject({ text: `its pods are refused: ${said}` });
  expect(judge(message)?.patience).toBe(patience);
});

it("is the same cause in each retry, whose addresses differ", () => {
  const call = (port: number) => judge(`failed calling webhook "x": read tcp 10.0.0.1:${port}: connection reset`)?.key;
  expect(call(40_001)).toBe(call(40_002));
  expect(call(1)).not.toBe(judge("failed calling webhook")?.key);
});

const owner = { metadata: { name: "db", uid: "db" }, spec: { replicas: 2 }, status: { desiredNumberScheduled: 2 } };
const events = [
  createEvent("FailedCreate", "create Pod db-0 in StatefulSet db failed error: old", { uid: "db", at: 1 }),
  createEvent(
    "FailedCreate",
    'create Pod db-0 in StatefulSet db failed error: pods "db-0" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0',
    { uid: "db", at: 2 },
  ),
  createEvent("FailedCreate", "of another", { uid: "other", at: 3 }),
];

it.each(["StatefulSet", "DaemonSet", "Job"] as const)(
  "a %s says it by its newest event, while pods are missing",
  (kind) => {
    expect(findRefusal({ kind, owner, pods: 1, events })).toMatchObject({
      text: "its pods are refused: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0",
      patience: 30,
    });
    expect(findRefusal({ kind, owner, pods: 2, events })).toBeUndefined();
  },
);

it("nothing where pods are taken", () => {
  const set = { metadata: { name: "set", uid: "set" }, status: {} };
  expect(findRefusal({ kind: "Deployment", owner: set, pods: 0, events })).toBeUndefined();
  expect(findRefusal({ kind: "Pod", owner, pods: 0, events })).toBeUndefined();
});
