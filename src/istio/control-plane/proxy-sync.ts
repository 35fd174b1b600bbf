/** What istiod sent to one proxy and what that one confirmed; a row of its `/debug/syncz`. */
export interface ProxySync {
  proxy: string;
  resources?: Record<string, { sent?: string; acked?: string }>;
}

/** Names of the proxies that have not confirmed everything yet that istiod sent them. Source: `Syncz` in its xds/debug.go. */
export function findBehind(proxies: readonly ProxySync[]): string[] {
  return proxies
    .filter(({ resources = {} }) => Object.values(resources).some(({ sent = "", acked = "" }) => sent !== acked))
    .map(({ proxy }) => proxy)
    .sort();
}
