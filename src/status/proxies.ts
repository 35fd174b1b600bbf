import { shorten } from "../text/shorten.js";
import type { Finding, FindingResource } from "../findings/finding.js";
import type { ClusterFacts } from "./facts.js";
import type { ProxiesStatus } from "./report.js";
import { say } from "./say.js";

/** The proxies, as istiod says it and as the pods say it, and what is wrong with them. */
export function describeProxies({ proxies, pods = [] }: ClusterFacts): { status: ProxiesStatus; problems: Finding[] } {
  const { states, closed, revisions } = proxies;
  const known = new Set(states.map(({ proxy }) => proxy));
  // Of a control plane that does not answer nobody knows its proxies.
  const isAsked = ({ revision }: { revision?: string }) => closed.length === 0 && revisions.includes(revision ?? "");
  const notConnected = pods
    .filter(({ proxy }) => proxy?.isExpected === true && isAsked(proxy))
    .map(({ namespace, name }) => `${name}.${namespace}`)
    .filter((proxy) => !known.has(proxy))
    .sort();
  const late = states.filter(({ state }) => state === "late").map(({ proxy }) => proxy);
  const rejecting = states.flatMap(({ proxy, state, reason = "" }) =>
    state === "rejected" ? [{ proxy, reason }] : [],
  );
  const inStep = states.length - late.length - rejecting.length;
  return {
    status: { connected: states.length, inStep, late, rejecting, notConnected },
    problems: [
      ...closed.map(({ namespace, reason }) =>
        say("MESH0604", { kind: "Namespace", name: namespace }, `istiod does not say what its proxies have: ${reason}`),
      ),
      ...rejecting.map(({ proxy, reason }) =>
        say("MESH0615", toPod(proxy), `its proxy rejects what istiod sends: ${shorten(reason)}`),
      ),
      ...late.map((proxy) => say("MESH0614", toPod(proxy), "its proxy has not confirmed what istiod sent")),
      ...notConnected.map((proxy) =>
        say("MESH0616", toPod(proxy), "its proxy runs, and is not connected to istiod: it keeps an old configuration"),
      ),
    ],
  };
}

/** `<pod>.<namespace>`, where only the first may have dots. */
function toPod(proxy: string): FindingResource {
  const at = proxy.lastIndexOf(".");
  return { kind: "Pod", namespace: proxy.slice(at + 1), name: proxy.slice(0, at) };
}
