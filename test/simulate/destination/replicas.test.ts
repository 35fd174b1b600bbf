// How many pods workloads stand for. Does not prove that they run.
import { expect, it } from "vitest";
import { countReplicas } from "../../../src/simulate/destination/replicas.js";
import { findWorkload, indexText } from "../mesh-of-text.js";

const workload = (kind: string, spec: string, metadata = "") => `
apiVersion: ${kind === "Pod" ? "v1" : kind.endsWith("Job") ? "batch/v1" : "apps/v1"}
kind: ${kind}
metadata: { name: web, namespace: shop, ${metadata} }
spec: ${spec}
`;
const template = "template: { metadata: { labels: { app: web } }, spec: {} }";
const scaler = (minReplicas: string) => `
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec: { scaleTargetRef: { kind: Deployment, name: web }, ${minReplicas} }
`;
const node = (name: string) => `
---
apiVersion: v1
kind: Node
metadata: { name: ${name} }
`;

it.each([
  ["a Deployment", workload("Deployment", `{ ${template} }`), 1],
  ["replicas", workload("StatefulSet", `{ replicas: 3, ${template} }`), 3],
  ["none", workload("Deployment", `{ replicas: 0, ${template} }`), 0],
  ["none, and a scaler", `${workload("Deployment", `{ replicas: 0, ${template} }`)}${scaler("minReplicas: 2")}`, 0],
  ["a scaler", `${workload("Deployment", `{ ${template} }`)}${scaler("minReplicas: 2")}`, 2],
  [
    "a scaler without a least",
    `${workload("Deployment", `{ replicas: 3, ${template} }`)}${scaler("maxReplicas: 9")}`,
    3,
  ],
  ["a DaemonSet", workload("DaemonSet", `{ ${template} }`), 1],
  ["a DaemonSet on nodes", `${workload("DaemonSet", `{ ${template} }`)}${node("a")}${node("b")}`, 2],
  ["a Job", workload("Job", `{ parallelism: 4, ${template} }`), 4],
  ["a CronJob", workload("CronJob", `{ jobTemplate: { spec: { parallelism: 2, ${template} } } }`), 2],
  ["a Pod", workload("Pod", "{ containers: [] }"), 1],
])("%s", (_, text, expected) => {
  const mesh = indexText(text);
  expect(countReplicas(mesh, findWorkload(mesh, "shop", "web"))).toBe(expected);
});

it("a Pod of a declared owner counts there", () => {
  const pod = workload("Pod", "{ containers: [] }", "ownerReferences: [{ kind: ReplicaSet, name: set }]");
  const set = `---${workload("ReplicaSet", `{ replicas: 1, ${template} }`).replace("name: web", "name: set")}`;
  const mesh = indexText(`${pod}${set}`);
  expect(countReplicas(mesh, findWorkload(mesh, "shop", "web"))).toBe(0);
});
