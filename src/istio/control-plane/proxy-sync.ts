import type { VersionCluster } from "./own-config.js";

/** What istiod sent to one proxy and what that one confirmed; a row of its `/debug/syncz`. */
export interface ProxySync {
  /** `<pod>.<namespace>`. */
  proxy: string;
  /** By Envoy's type. */
  resources?: Record<string, ResourceSync>;
}

interface ResourceSync {
  sent?: string;
  acked?: string;
  /** When; not every istiod says it. */
  sentTime?: string;
  /** Why the proxy refused something; it stays until the proxy confirms something. Not every istiod says it. */
  lastError?: string;
}

/** A kind of Envoy's configuration, as the types' names end. */
export type ConfigType = "Cluster" | "ClusterLoadAssignment" | "Listener" | "RouteConfiguration";

/** How far a proxy is. */
export interface ProxyState {
  proxy: string;
  state: "confirmed" | "late" | "rejected";
  /** What Envoy says, where it rejects. */
  reason?: string;
}

/** What must be confirmed. */
export interface Awaited {
  /** @default all */
  types?: readonly ConfigType[];
  /** Hosts whose clusters are awaited: Envoy takes all clusters but those that it names as wrong. @default all */
  hosts?: readonly string[];
  /** Versions that go: what Envoy says of their clusters counts for nothing. @default none */
  leaving?: readonly VersionCluster[];
}

/**
 * Follows proxies from the first look on. What istiod had sent until then, each must confirm once; what it sends later, as it
 * does all the time in a large mesh, need not be. Source: `Syncz` in istiod's xds/debug.go, `shouldRespondDelta` in xds/delta.go.
 */
export class ProxyFollower {
  readonly #awaited: Awaited;
  readonly #firstAcked = new Map<string, string>();
  readonly #confirmed = new Set<string>();

  constructor(awaited: Awaited = {}) {
    this.#awaited = awaited;
  }

  /** @returns each proxy that is connected, in alphabetical order */
  look(rows: readonly ProxySync[]): ProxyState[] {
    return findNewest(rows).map(({ proxy, resources = {} }) => {
      const open = Object.entries(resources).filter(([type, sync]) => !this.#isConfirmed(proxy, type, sync));
      if (open.length === 0) return { proxy, state: "confirmed" };
      const reason = open.map(([, { lastError }]) => lastError).find((error) => error !== undefined && error !== "");
      return reason === undefined ? { proxy, state: "late" } : { proxy, state: "rejected", reason };
    });
  }

  #isConfirmed(proxy: string, type: string, sync: ResourceSync): boolean {
    const { types, hosts, leaving } = this.#awaited;
    if (types !== undefined && !types.some((one) => type.endsWith(`.${one}`))) return true;
    const key = `${proxy} ${type}`;
    if (this.#confirmed.has(key)) return true;
    const { sent = "", acked = "", lastError = "" } = sync;
    const first = this.#firstAcked.get(key);
    if (first === undefined) this.#firstAcked.set(key, acked);
    // istiod notes a confirmation of the newest that it sent, and of nothing older.
    const isConfirmed = sent === acked || (first !== undefined && acked !== "" && acked !== first);
    if (isConfirmed) this.#confirmed.add(key);
    return isConfirmed || (hosts !== undefined && isAboutOthers(lastError, hosts, leaving));
  }
}

/** Whether Envoy took all clusters but some of other hosts, or some that go. It lists those that it did not take. */
function isAboutOthers(error: string, hosts: readonly string[], leaving: readonly VersionCluster[] = []): boolean {
  const left = leaving.reduce((rest, { host, subset }) => rest.replaceAll(`|${subset}|${host}`, ""), error);
  return error.startsWith("Error adding/updating cluster(s) ") && hosts.every((host) => !left.includes(host));
}

/** One row a proxy: who has moved to another istiod, or connected anew, is still known by its old connection for a while. */
function findNewest(rows: readonly ProxySync[]): ProxySync[] {
  const newest = new Map<string, ProxySync>();
  for (const row of rows) {
    const other = newest.get(row.proxy);
    if (other === undefined || isNewer(row, other)) newest.set(row.proxy, row);
  }
  return [...newest.values()].sort((a, b) => (a.proxy < b.proxy ? -1 : 1));
}

function isNewer(row: ProxySync, other: ProxySync): boolean {
  const difference = findLastSent(row) - findLastSent(other);
  return difference > 0 || (difference === 0 && isBehind(row));
}

function findLastSent({ resources = {} }: ProxySync): number {
  return Math.max(0, ...Object.values(resources).map(({ sentTime = "" }) => Date.parse(sentTime) || 0));
}

function isBehind({ resources = {} }: ProxySync): boolean {
  return Object.values(resources).some(({ sent = "", acked = "" }) => sent !== acked);
}
