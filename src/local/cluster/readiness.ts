import { setTimeout as delay } from "node:timers/promises";
import type { Step } from "../progress.js";
import { describeFailure } from "../run.js";
import { createApiClient, type ApiAccess } from "./api-client.js";
import { componentLog, nodeName, type ClusterPaths } from "./layout.js";
import type { ComponentHealth } from "./plan.js";
import { findFirstProcess, readHealth } from "./read-health.js";

/** What a cluster still lacks before it can take pods. */
export interface Obstacle {
  message: string;
  /** The component whose log tells more. */
  component: string;
  /** True where waiting is of no use. */
  final?: boolean;
}

export interface Readiness {
  /** The first thing that is missing, or undefined where the cluster is ready. */
  findObstacle(): Promise<Obstacle | undefined>;
  close(): void;
}

/** Milliseconds that a cluster may take to become ready, on a machine that is busy with other things. */
const patience = 120_000;

/** A component that ended that often in a row without becoming healthy will not do so by itself. */
const tooOften = 5;

/** Looks at a cluster from outside, the way that its users reach it. */
export function createReadiness(paths: ClusterPaths, access: ApiAccess): Readiness {
  const api = createApiClient(access);
  const findObstacle = async (): Promise<Obstacle | undefined> => {
    const components = readHealth(paths)?.components;
    if (components === undefined) return { message: "the supervisor is silent", component: "supervisor" };
    const unhealthy = findUnhealthy(components);
    if (unhealthy !== undefined) return unhealthy;
    try {
      // The supervisor looks once a second; it may not have seen yet that a component's end has reached the API server.
      await api.check("/readyz");
      const node = await api.get(`/api/v1/nodes/${nodeName}`);
      const kubelet = components.find(({ name }) => name === "kubelet");
      if (!isNodeReady(node, kubelet?.started ?? 0)) return { message: "the node is not ready", component: "kubelet" };
      // Without it no pod is admitted.
      await api.get("/api/v1/namespaces/default/serviceaccounts/default");
      return findUnhealthy(readHealth(paths)?.components ?? []);
    } catch (error) {
      return { message: error instanceof Error ? error.message : String(error), component: "kube-apiserver" };
    }
  };
  return { findObstacle, close: () => api.close() };
}

/** @throws after two minutes, or when a component fails again and again, with the last lines of its log */
export async function waitUntilReady(
  name: string,
  paths: ClusterPaths,
  readiness: Readiness,
  step: Step,
): Promise<void> {
  const deadline = Date.now() + patience;
  let said = "";
  for (;;) {
    const obstacle = await readiness.findObstacle();
    if (obstacle === undefined) return;
    const gone = findFirstProcess(name) === undefined;
    if (gone || obstacle.final === true || Date.now() > deadline) {
      const how = gone ? "its first process has ended" : obstacle.message;
      const failure = describeFailure(`cluster ${name}`, how, componentLog(paths, obstacle.component));
      throw new Error(`${failure}\nTo start afresh, without its objects: mesh local down --name ${name}`);
    }
    if (obstacle.component !== said) step.state(`waiting for ${obstacle.component}`);
    said = obstacle.component;
    await delay(50);
  }
}

/** The first component, in the order of their start, that is not healthy. */
export function findUnhealthy(components: readonly ComponentHealth[]): Obstacle | undefined {
  const unhealthy = components.find(({ state }) => state !== "healthy");
  if (unhealthy === undefined) return undefined;
  const { name, state, restarts, failures, lastEnd } = unhealthy;
  const message = `${name} is ${state}${lastEnd === undefined ? "" : `, restarts: ${restarts}, last end: ${lastEnd}`}`;
  return { message, component: name, final: failures >= tooOften };
}

/**
 * Whether the Node (core/v1) is ready, by the word of the kubelet that runs now: after a crash the object still says what
 * the one before reported.
 *
 * @param started when the kubelet was started, milliseconds since the epoch
 */
export function isNodeReady(node: any, started: number): boolean {
  const conditions: { type: string; status: string; lastHeartbeatTime: string }[] = node.status?.conditions ?? [];
  const ready = conditions.find(({ type }) => type === "Ready");
  // Kubernetes' times are whole seconds.
  return ready?.status === "True" && Date.parse(ready.lastHeartbeatTime) >= Math.floor(started / 1000) * 1000;
}
