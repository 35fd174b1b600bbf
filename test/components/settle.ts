import * as pulumi from "@pulumi/pulumi";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { ProxySettling, type ProxySettlingArgs } from "../../src/components/proxy-settling.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { managedBy } from "../../src/policy/compile.js";
import { runProgram, type Run } from "./engine.js";
import { withIstiod, type FakeIstiod } from "./fake-istiod.js";

/** An object of Istio's networking. */
export const object = (kind: string, name: string, spec: object): Manifest => {
  return { apiVersion: "networking.istio.io/v1", kind, metadata: { name, namespace: "shop", labels: managedBy }, spec };
};
export const version = object("DestinationRule", "reviews.v2", { host: "reviews.shop.svc.cluster.local" });
export const former = object("DestinationRule", "reviews.v1", { host: "reviews.shop.svc.cluster.local" });
export const route = object("VirtualService", "reviews", { hosts: ["reviews.shop.svc.cluster.local"], http: [] });
export const delegate = object("VirtualService", "reviews.default", { http: [] });

/** One run of a `ProxySettling`. */
export interface Settling {
  args?: Partial<ProxySettlingArgs>;
  preview?: boolean;
  /** What the engine does. */
  act: (
    settling: ProxySettling,
    call: (hook: string, ...inputs: object[]) => Promise<string | undefined>,
    run: Run,
  ) => Promise<void>;
}

/** Runs it beside an istiod. @returns what was asked for */
export async function settle(fake: FakeIstiod, { args, preview, act }: Settling): Promise<string[]> {
  return withIstiod({ lookMilliseconds: 2500, ...fake }, async (kubeconfig) => {
    await runProgram(async (run) => {
      const manifests = [version, route, delegate];
      const propagation = { timeoutSeconds: 10, blindSeconds: 0 };
      const settling = new ProxySettling("P/p", { kubeconfig, namespace: "mesh", manifests, propagation, ...args });
      const call = async (hook: string, ...inputs: object[]) => {
        await vi.waitUntil(() => run.hooks[`P/p-${hook}`] !== undefined, 5000);
        return run.hooks[`P/p-${hook}`]?.call(...inputs);
      };
      await act(settling, call, run);
      return {};
    }, preview);
  });
}

/** Spies on what the program logs, for one file. The clock moves by looks alone, so that a busy machine is not late. */
export function watchLog() {
  const info = vi.spyOn(pulumi.log, "info").mockResolvedValue();
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.clearAllMocks();
  });
  afterAll(() => {
    vi.useRealTimers();
  });
  return { info, warn };
}

/** How often istiod was asked for its proxies. */
export const asks = (requests: string[]) => requests.filter((request) => request === "EXEC").length;
const owner = () => new pulumi.ComponentResource("test:index:Owner", "owner");
/** What the program is told at its end, where that does not simply end. */
export const remove = (settling: ProxySettling) =>
  settling.beforeRemovals(owner(), "owner-proxies").catch((error: unknown) => (error as Error).message);
