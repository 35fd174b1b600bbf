import { setTimeout as sleep } from "node:timers/promises";
import { fetchProxySync, type ProxyAnswer } from "../../components/istiod-debug.js";
import { ProxyFollower, type ProxySync } from "../../istio/control-plane/proxy-sync.js";
import type { ProxyFacts } from "../facts.js";

/** Milliseconds in which proxies may confirm what istiod has just sent. */
const patience = 2000;
const pauseMilliseconds = 250;

/** A row, with what istiod says beside. */
type Row = ProxySync & { istio_version?: string };

/** What the istiods of these namespaces say of their proxies. */
export async function readProxies(kubeconfig: string, namespaces: readonly string[]): Promise<ProxyFacts> {
  const follower = new ProxyFollower();
  const start = Date.now();
  for (;;) {
    const { answers, closed } = await askAll(kubeconfig, namespaces);
    const rows: Row[] = answers.flatMap(({ proxies }) => proxies);
    const states = follower.look(rows);
    const areLate = states.some(({ state }) => state === "late");
    if (!areLate || Date.now() - start >= patience) {
      const versions = new Map(rows.map(({ proxy, istio_version = "" }) => [proxy, istio_version]));
      return { states, versions, closed, revisions: answers.flatMap(({ revisions }) => revisions) };
    }
    await sleep(pauseMilliseconds);
  }
}

async function askAll(
  kubeconfig: string,
  namespaces: readonly string[],
): Promise<{ answers: ProxyAnswer[]; closed: ProxyFacts["closed"] }> {
  const answers = await Promise.allSettled(namespaces.map((namespace) => fetchProxySync(kubeconfig, namespace)));
  return {
    answers: answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : [])),
    closed: answers.flatMap((answer, index) => {
      const namespace = namespaces[index] ?? "";
      if (answer.status === "rejected") return [{ namespace, reason: formatReason(answer.reason) }];
      return answer.value.isPartial ? [{ namespace, reason: "one istiod does not answer" }] : [];
    }),
  };
}

function formatReason(error: unknown): string {
  if (error instanceof SyntaxError) return "it answers without JSON, as where its debug interface is closed";
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ").trim();
}
