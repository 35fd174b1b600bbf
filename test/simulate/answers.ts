import type { Answer, Answered, Outcome, Reached, Step } from "../../src/simulate/answer.js";
import type { MeshWorkload } from "../../src/mesh/workloads.js";

/** An outcome that an application gets, of all requests but for what is given. */
export function reach(host: string, subset = "", given: Partial<Reached> = {}): Reached {
  return {
    ...{ kind: "reached", share: 1, steps: [], path: "/", authority: host, isMutualTls: true },
    ...{ delivery: { attempts: 2 }, mirrors: [], destination: { host, port: 80, subset } },
    ...given,
  };
}

/** What a proxy answers by itself. */
export function answer(status: number, by: Answered["by"], given: Partial<Answered> = {}): Answered {
  return { kind: "answered", share: 1, steps: [], status, by, ...given };
}

/** The step by which a policy denies. */
export function denyStep(namespace: string, name: string): Step {
  const resource = { kind: "AuthorizationPolicy", namespace, name };
  const message = "no rule of an ALLOW policy matches";
  return { stage: "authorization", message, source: { file: "mesh.yaml", line: 7, resource, path: ["spec"] } };
}

/** An answer without common steps. */
export function combine(...outcomes: Outcome[]): Answer {
  return { steps: [], outcomes };
}

/** Pods with labels, as far as words need them. */
export function createPods(labels: Record<string, string>): MeshWorkload {
  const object = {
    manifest: { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "pods", namespace: "shop" } },
    ...{ namespace: "shop", isAssumed: false, locate: () => ({}) },
  };
  return { object, namespace: "shop", labels, isInMesh: true, hasSidecar: true };
}
