// Does not prove that Kubernetes answers so: the live test has a quota and an image that is not there.
import { expect, it } from "vitest";
import { lookAtWorkload } from "../../src/cli/pod-causes.js";
import type { ContainerStatus } from "../../src/cli/workload-objects.js";
import { createDeployment, createEvent, refuse } from "./workload-fixtures.js";

const neverPull: ContainerStatus = {
  name: "app",
  image: "app:2",
  ready: false,
  state: { waiting: { reason: "ErrImageNeverPull" } },
};
const creating: ContainerStatus = {
  name: "app",
  image: "app:2",
  ready: false,
  state: { waiting: { reason: "ContainerCreating" } },
};
const ready: ContainerStatus = { name: "app", image: "app:2", ready: true, state: { running: {} } };

it("nothing of a Deployment that gets on", () => {
  const { causes } = lookAtWorkload(
    createDeployment([{ containerStatuses: [ready] }, { containerStatuses: [creating] }, undefined]),
  );
  expect(causes).toEqual([]);
});

it("what the present ReplicaSet's pods are refused for, not what a former one's were", () => {
  const ofSet = refuse(
    'pods "set-1" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0',
  );
  const { causes } = lookAtWorkload(createDeployment([], { ofSet }));
  expect(causes.map(({ text }) => text)).toEqual([
    "its pods are refused: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0",
  ]);
});

it("nothing before the controller has seen the last change", () => {
  const ofSet = refuse("pods are forbidden");
  expect(lookAtWorkload(createDeployment([], { ofSet, status: { observedGeneration: 1 } })).causes).toEqual([]);
});

it("what several pods have in common is said once", () => {
  const { causes } = lookAtWorkload(
    createDeployment([neverPull, neverPull].map((one) => ({ containerStatuses: [one] }))),
  );
  expect(causes).toEqual([
    { key: "image app app:2", text: "container app: no image app:2: ErrImageNeverPull", patience: 30 },
  ]);
});

it("a pod without a node", () => {
  const message = "0/1 nodes are available: 1 Insufficient cpu.";
  const conditions = [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }];
  const { causes } = lookAtWorkload(createDeployment([{ conditions }]));
  expect(causes).toEqual([
    { key: "scheduling", text: "no node takes its pods: 0/1 nodes are available: 1 Insufficient cpu" },
  ]);
});

it("a volume that cannot be mounted, by an event of this very pod", () => {
  const failed = 'MountVolume.SetUp failed for volume "tls" : secret "tls" not found';
  const events = [
    createEvent("FailedMount", failed),
    createEvent("FailedMount", "of another", { uid: "pod-9", at: 9 }),
  ];
  const { causes } = lookAtWorkload(createDeployment([{ containerStatuses: [creating] }], { events }));
  expect(causes).toEqual([{ key: "start", text: `its pods cannot be started: ${failed}` }]);
});

it("a container before the others", () => {
  const { causes } = lookAtWorkload(
    createDeployment([{ initContainerStatuses: [{ ...neverPull, name: "init" }], containerStatuses: [creating] }]),
  );
  expect(causes.map(({ key }) => key)).toEqual(["image init app:2"]);
});

it("pods of others, and pods that are being deleted, are not looked at", () => {
  const objects = createDeployment([{ containerStatuses: [neverPull] }, { containerStatuses: [neverPull] }]);
  const [first, second] = objects.pods;
  const pods = [
    { ...first, metadata: { name: "other", uid: "other", ownerReferences: [{ uid: "former" }] } },
    { ...second, metadata: { ...second!.metadata, deletionTimestamp: "2026-11-30T12:00:00Z" } },
  ];
  expect(lookAtWorkload({ ...objects, pods }).causes).toEqual([]);
});

it("a pod of its own", () => {
  const { pods } = createDeployment([{ containerStatuses: [neverPull] }]);
  const objects = { kind: "Pod" as const, workload: pods[0]!, replicaSets: [], pods: [], events: [] };
  expect(lookAtWorkload(objects).causes.map(({ key }) => key)).toEqual(["image app app:2"]);
});

it("tells whether it got on, by pods, by containers, and by what the controller counts", () => {
  const statuses = [
    createDeployment([]),
    createDeployment([{ containerStatuses: [creating] }]),
    createDeployment([{ containerStatuses: [ready] }]),
    createDeployment([{ containerStatuses: [ready] }], { status: { readyReplicas: 1 } }),
  ];
  expect(new Set(statuses.map((objects) => lookAtWorkload(objects).progress)).size).toBe(4);
  expect(lookAtWorkload(createDeployment([])).progress).toBe(lookAtWorkload(createDeployment([])).progress);
});
