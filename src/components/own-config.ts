import { inLanes } from "../cluster-access/in-lanes.js";
import { runInPod } from "../cluster-access/pod-command.js";
import { fetchCredentials } from "../cluster-access/static-credentials.js";
import { knowsVersions, usesVersions, type AwaitedConfig } from "../istio/control-plane/own-config.js";
import type { ProxyState } from "../istio/control-plane/proxy-sync.js";
import { fetchRunningProxies } from "./running-proxies.js";

/** Proxies that are asked at a time. */
const lanes = 16;

const clusters = "config_dump?resource=dynamic_active_clusters";
const routes = ["config_dump?resource=dynamic_route_configs", "config_dump?resource=dynamic_listeners"];

/**
 * Asks proxies themselves where no istiod can be asked: each by `pilot-agent request`, as istiod is, until it has all, and then no
 * more. Envoy's admin interface listens on the pod's loopback alone, so that reading by `pods/proxy` does not get at it.
 */
export class OwnConfigs {
  readonly #kubeconfig: string;
  readonly #awaited: AwaitedConfig;
  readonly #confirmed = new Set<string>();

  constructor(kubeconfig: string, awaited: AwaitedConfig) {
    this.#kubeconfig = kubeconfig;
    this.#awaited = awaited;
  }

  /** @returns each proxy that runs; undefined where these may not be listed, or none of them may be asked */
  async look(): Promise<ProxyState[] | undefined> {
    const running = await fetchRunningProxies(this.#kubeconfig);
    if (running === undefined) return undefined;
    const kubeconfig = await fetchCredentials(this.#kubeconfig);
    const open = running.filter((proxy) => !this.#confirmed.has(proxy));
    let answers = 0;
    await inLanes(open, lanes, async (proxy) => {
      const isConfirmed = await this.#ask(kubeconfig, proxy).catch(() => undefined);
      if (isConfirmed !== undefined) answers += 1;
      if (isConfirmed === true) this.#confirmed.add(proxy);
    });
    if (open.length > 0 && answers === 0 && this.#confirmed.size === 0) return undefined;
    return running.sort().map((proxy) => ({ proxy, state: this.#confirmed.has(proxy) ? "confirmed" : "late" }));
  }

  async #ask(kubeconfig: string, proxy: string): Promise<boolean> {
    const { known, unused } = this.#awaited;
    const hasVersions = known.length === 0 || knowsVersions(await this.#dump(kubeconfig, proxy, clusters), known);
    if (!hasVersions || unused.length === 0) return hasVersions;
    for (const path of routes) if (usesVersions(await this.#dump(kubeconfig, proxy, path), unused)) return false;
    return true;
  }

  #dump(kubeconfig: string, proxy: string, path: string): Promise<string> {
    const dot = proxy.lastIndexOf(".");
    const place = { namespace: proxy.slice(dot + 1), pod: proxy.slice(0, dot), container: "istio-proxy" };
    return runInPod(kubeconfig, place, ["pilot-agent", "request", "GET", path]);
  }
}
