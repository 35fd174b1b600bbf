import { setTimeout as sleep } from "node:timers/promises";
import { countProxies, formatMissing, type ProxyStanding } from "../istio/control-plane/proxy-report.js";
import { ProxyFollower, type Awaited } from "../istio/control-plane/proxy-sync.js";
import { fetchProxySync, type ProxyAnswer } from "./istiod-debug.js";
import { fetchRunningProxies } from "./running-proxies.js";

/** Whose proxies are waited for, for what, and how long. */
export interface ProxyWait {
  kubeconfig: string;
  /** Namespace of the control plane. */
  namespace: string;
  awaited: Awaited;
  timeoutSeconds: number;
  blindSeconds: number;
}

/** All connected proxies have it, or, where istiod could not be asked, why not. */
export type Waited = { standing: ProxyStanding } | { blindReason: string };

const pauseMilliseconds = 200;
/**
 * Each proxy must be seen to have all, twice. It confirms a new cluster before it asks for its endpoints, and sends requests there
 * only when it has them; the second look sees that question.
 */
const looks = 2;

/**
 * Waits until all proxies have what istiod has sent. Proxies may come and go meanwhile, and istiods too. Each istiod is asked once a
 * look, for all of its proxies.
 * @throws with what is missing, after the time-out
 */
export async function waitForProxies(wait: ProxyWait): Promise<Waited> {
  const start = Date.now();
  let follower = new ProxyFollower(wait.awaited);
  let [left, standing, reason]: [number, ProxyStanding | undefined, string] = [looks, undefined, ""];
  for (;;) {
    let hasAll = false;
    try {
      const answer = await fetchProxySync(wait.kubeconfig, wait.namespace);
      standing = await judge(wait.kubeconfig, answer, follower, left === 1);
      reason = "";
      hasAll = isComplete(standing);
      if (hasAll) {
        left -= 1;
        if (left === 0) return { standing };
        follower = new ProxyFollower(wait.awaited);
      }
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    const elapsed = Date.now() - start;
    if (standing === undefined && elapsed >= wait.blindSeconds * 1000) return { blindReason: reason };
    // Where nothing is missing the next look counts, however long the looks take.
    if (standing !== undefined && !hasAll && elapsed >= wait.timeoutSeconds * 1000)
      throw describe(wait, standing, reason);
    // Asking takes long where there are many proxies, and then less often.
    await sleep(pauseMilliseconds);
  }
}

/** Asks for the pods too, at last. @throws where neither these nor all istiods say whether proxies are missing */
async function judge(
  kubeconfig: string,
  { proxies, revisions, isPartial }: ProxyAnswer,
  follower: ProxyFollower,
  isLast: boolean,
): Promise<ProxyStanding> {
  const states = follower.look(proxies);
  if (!isLast || states.some(({ state }) => state !== "confirmed")) return { states, unreachable: [] };
  const running = await fetchRunningProxies(kubeconfig, revisions);
  if (running === undefined && isPartial) throw new Error("one istiod does not answer");
  const connected = new Set(states.map(({ proxy }) => proxy));
  return { states, unreachable: (running ?? []).filter((proxy) => !connected.has(proxy)).sort() };
}

function isComplete({ states, unreachable }: ProxyStanding): boolean {
  return unreachable.length === 0 && states.every(({ state }) => state === "confirmed");
}

function describe({ timeoutSeconds }: ProxyWait, standing: ProxyStanding, reason: string): Error {
  const missing = formatMissing(standing) || reason;
  return new Error(`after ${timeoutSeconds} s ${countProxies(standing)}; ${missing}`);
}
