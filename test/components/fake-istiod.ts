import { vi } from "vitest";
import type { ProxySync } from "../../src/istio/control-plane/proxy-sync.js";
import { withApiServer, type Answer, type Execution } from "./api-server.js";

/** A cluster with one istiod; each function is asked at each request. */
export interface FakeIstiod {
  /** What it says of its proxies; undefined where the connection just ends. */
  rows: () => ProxySync[] | undefined;
  /** What it has read; undefined where the connection just ends. @default that */
  held?: () => object[] | undefined;
  /** Its own pods, asked for at each look. @default one that runs */
  istiods?: () => Answer;
  /** By how much each look moves a clock that stands still otherwise (`vi.useFakeTimers`). @default the clock is left alone */
  lookMilliseconds?: number;
  /** Pods of the cluster that have proxies. @default may not be listed */
  pods?: () => Answer;
  /** DestinationRules of the cluster. @default none */
  rules?: () => Answer;
  /** Its VirtualServices. @default none */
  routes?: () => Answer;
  /** Its EnvoyFilters. @default none */
  filters?: () => Answer;
  /** What the command of a proxy's own pod prints; undefined where it may not be run. @default it may not */
  own?: (pod: string, path: string) => string | undefined;
}

const types = { clusters: "Cluster", endpoints: "ClusterLoadAssignment", routes: "RouteConfiguration" };

/** A row with `<sent>/<acked>` of each type, and what the proxy says to it. */
export function row(proxy: string, nonces: Partial<Record<keyof typeof types, string>>, lastError?: string): ProxySync {
  const resources = Object.entries(nonces).map(([type, pair]) => {
    const [sent = "", acked = ""] = pair.split("/");
    const name = `type.googleapis.com/envoy.config.v3.${types[type as keyof typeof types]}`;
    return [name, { sent, acked, ...(sent === acked || lastError === undefined ? {} : { lastError }) }];
  });
  return { proxy, resources: Object.fromEntries(resources) as ProxySync["resources"] };
}

/** The API's list of these. */
export function listOf(...items: object[]): Answer {
  return { status: 200, body: { items } };
}

/** A pod whose proxy runs and is ready. */
export function runningPod(name: string, more: object = {}): object {
  const metadata = { name, namespace: "shop", annotations: { "istio.io/rev": "default" }, ...more };
  const containerStatuses = [
    { name: "istio-proxy", ready: true, state: { running: { startedAt: "2026-01-01T00:00:00Z" } } },
  ];
  return { metadata, status: { phase: "Running", containerStatuses } };
}

/** Runs work beside it. @returns the paths that were asked for, as `EXEC` who has confirmed what */
export async function withIstiod(fake: FakeIstiod, work: (kubeconfig: string) => Promise<void>): Promise<string[]> {
  const refusal: Answer = { status: 403, body: { message: "forbidden" } };
  const istiod = { metadata: { name: "istiod" }, status: { phase: "Running" } };
  const answer = (request: string) => {
    if (request.includes("/destinationrules")) return fake.rules?.() ?? listOf();
    if (request.includes("/virtualservices")) return fake.routes?.() ?? listOf();
    if (request.includes("/envoyfilters")) return fake.filters?.() ?? listOf();
    if (request.includes("/api/v1/pods")) return fake.pods?.() ?? refusal;
    if (fake.lookMilliseconds !== undefined) vi.setSystemTime(Date.now() + fake.lookMilliseconds);
    return fake.istiods?.() ?? listOf(istiod);
  };
  const execute = ({ pathname, searchParams }: URL): Execution => {
    const [program, , , path = ""] = searchParams.getAll("command");
    if (program === "pilot-agent") {
      const stdout = fake.own?.(pathname.split("/").at(-2) ?? "", path);
      return stdout === undefined ? undefined : { stdout, status: { status: "Success" } };
    }
    return answerWith(path === "/debug/configz" ? fake.held?.() : fake.rows());
  };
  const answerWith = (rows: object | undefined): Execution =>
    rows && { stdout: JSON.stringify(rows), status: { status: "Success" } };
  const requests = await withApiServer(answer, work, execute);
  return requests.map((request) => {
    if (request.startsWith("EXEC")) return request.includes("syncz") ? "EXEC" : "EXEC other";
    return /[^/]*$/.exec(request)?.[0] ?? "";
  });
}
