import { setTimeout as sleep } from "node:timers/promises";
import { countProxies, formatMissing, type ProxyStanding } from "../istio/control-plane/proxy-report.js";
import type { AwaitedConfig } from "../istio/control-plane/own-config.js";
import { ProxyFollower, type Awaited, type ProxyState } from "../istio/control-plane/proxy-sync.js";
import { fetchProxySync, type ProxyAnswer } from "./istiod-debug.js";
import { OwnConfigs } from "./own-config.js";
import { fetchRunningProxies } from "./running-proxies.js";

/** Whose proxies are waited for, for what, and how long. */
export interface ProxyWait {
  kubeconfig: string;
  /** Namespace of the control plane. */
  namespace: string;
  awaited: Awaited;
  /** What the proxies are asked for themselves where no istiod can be. @default they are not asked */
  own?: AwaitedConfig;
  /** Whether it is enough that a proxy has answered, though it rejects: what it rejects is to go. @default false */
  mayReject?: boolean;
  timeoutSeconds: number;
  blindSeconds: number;
}

/**
 * All connected proxies have it; with why not, where istiod could not be asked and they were themselves. Else why istiod could not
 * be asked.
 */
export type Waited = { standing: ProxyStanding; ownReason?: string } | { blindReason: string };

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
  const own = wait.own && new OwnConfigs(wait.kubeconfig, wait.own);
  let hasAnswered = false;
  for (;;) {
    let hasAll = false;
    try {
      const answer = await fetchProxySync(wait.kubeconfig, wait.namespace);
      standing = await judge(wait.kubeconfig, answer, follower, left === 1);
      [reason, hasAnswered] = ["", true];
      hasAll = isComplete(standing, wait.mayReject);
      if (hasAll) {
        left -= 1;
        if (left === 0) return { standing };
        follower = new ProxyFollower(wait.awaited);
      }
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    if (!hasAnswered) {
      const states = await own?.look().catch(() => undefined);
      if (states !== undefined) standing = { states, unreachable: [] };
    }
    const elapsed = Date.now() - start;
    const isBlindOver = elapsed >= wait.blindSeconds * 1000;
    // They do not say of every change whether they have it.
    const hasOwn = !hasAnswered && standing !== undefined && isComplete(standing);
    if (hasOwn && standing !== undefined && isBlindOver) return { standing, ownReason: reason };
    if (standing === undefined && isBlindOver) return { blindReason: reason };
    // Where nothing is missing the next look counts, however long the looks take.
    if (standing !== undefined && !hasAll && !hasOwn && elapsed >= wait.timeoutSeconds * 1000)
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
  if (!isLast || states.some(({ state }) => state === "late")) return { states, unreachable: [] };
  const running = await fetchRunningProxies(kubeconfig, revisions);
  if (running === undefined && isPartial) throw new Error("one istiod does not answer");
  const connected = new Set(states.map(({ proxy }) => proxy));
  return { states, unreachable: (running ?? []).filter((proxy) => !connected.has(proxy)).sort() };
}

function isComplete({ states, unreachable }: ProxyStanding, mayReject = false): boolean {
  const isDone = ({ state }: ProxyState) => state === "confirmed" || (mayReject && state === "rejected");
  return unreachable.length === 0 && states.every(isDone);
}

function describe({ timeoutSeconds }: ProxyWait, standing: ProxyStanding, reason: string): Error {
  const missing = formatMissing(standing) || reason;
  return new Error(`after ${timeoutSeconds} s ${countProxies(standing)}; ${missing}`);
}
