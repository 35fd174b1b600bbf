import { nameSome, shorten } from "../../text/shorten.js";
import type { ProxyState } from "./proxy-sync.js";

/** Proxies that should be connected, by what is known of them. */
export interface ProxyStanding {
  states: readonly ProxyState[];
  /** Proxies that run, and that no istiod has a connection to. */
  unreachable: readonly string[];
}

/** `40 of 42 proxies have it`. */
export function countProxies({ states, unreachable }: ProxyStanding, what = "it"): string {
  const having = states.filter(({ state }) => state === "confirmed").length;
  return `${having} of ${states.length + unreachable.length} proxies have ${what}`;
}

/** What is missing, and why: `late: web.shop; rejected by api.shop: Error adding/updating …; not connected to istiod: …`. */
export function formatMissing({ states, unreachable }: ProxyStanding): string {
  const late = states.filter(({ state }) => state === "late").map(({ proxy }) => proxy);
  const reasons = new Map<string, string[]>();
  for (const { proxy, reason } of states) {
    if (reason !== undefined) reasons.set(reason, [...(reasons.get(reason) ?? []), proxy]);
  }
  return [
    ...(late.length === 0 ? [] : [`late: ${nameSome(late)}`]),
    ...[...reasons].map(([reason, proxies]) => `rejected by ${nameSome(proxies)}: ${shorten(reason)}`),
    ...(unreachable.length === 0 ? [] : [`not connected to istiod: ${nameSome(unreachable)}`]),
  ].join("; ");
}
