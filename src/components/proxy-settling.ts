import * as pulumi from "@pulumi/pulumi";
import { setTimeout as sleep } from "node:timers/promises";
import { findBehind } from "../istio/control-plane/proxy-sync.js";
import { catchKnown } from "./known-value.js";
import { fetchProxySync } from "./istiod-debug.js";

/** Whose proxies are waited for. */
export interface ProxySettlingArgs {
  kubeconfig: pulumi.Input<string>;
  /** Namespace of the control plane. */
  namespace: string;
}

/** istiod gathers changes for 100 ms before it sends them (PILOT_DEBOUNCE_AFTER); this is well after that. */
const gatherMilliseconds = 500;
const pauseMilliseconds = 100;
const deadlineMilliseconds = 10_000;
/** Where istiod cannot be asked: what a mesh of some hundred proxies takes. */
const blindMilliseconds = 2000;

/**
 * A hook that waits, at most 10 s, until all proxies have what was written before it: a version before the routes to it
 * move, the routes before an old version goes. All objects written within half a second wait together. Where istiod may not
 * be asked (no `pods/exec`) it waits 2 s instead.
 */
export function createProxySettling(owner: string, args: ProxySettlingArgs): pulumi.ResourceHook {
  const inputs = catchKnown(pulumi.output(args.kubeconfig));
  let next: Promise<void> | undefined;
  return new pulumi.ResourceHook(`${owner}-proxy-settling`, () => {
    next ??= sleep(gatherMilliseconds).then(async () => {
      next = undefined;
      const kubeconfig = await inputs();
      if (kubeconfig !== undefined) await waitForProxies(kubeconfig, args.namespace);
    });
    return next;
  });
}

async function waitForProxies(kubeconfig: string, namespace: string): Promise<void> {
  const deadline = Date.now() + deadlineMilliseconds;
  for (;;) {
    const proxies = await fetchProxySync(kubeconfig, namespace).catch(() => undefined);
    if (proxies === undefined) return sleep(blindMilliseconds);
    const behind = findBehind(proxies);
    if (behind.length === 0) return;
    if (Date.now() > deadline) {
      const seconds = deadlineMilliseconds / 1000;
      throw new Error(`after ${seconds} s these proxies do not have the new configuration: ${behind.join(", ")}`);
    }
    await sleep(pauseMilliseconds);
  }
}
