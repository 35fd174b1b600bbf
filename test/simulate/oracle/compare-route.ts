import type { Answer, Delivery, Reached } from "../../../src/simulate/answer.js";
import { readMilliseconds } from "../../../src/text/go-duration.js";
import { listShares, type EnvoyRoute } from "./envoy-routes.js";

/** What a simulator says of destinations, timeouts and retries, against the route that istiod sent; empty where they agree. */
export function compareRoute({ outcomes }: Answer, route: EnvoyRoute | undefined): string[] {
  const reached = outcomes.filter((outcome): outcome is Reached => outcome.kind === "reached");
  if (reached.length === 0) return [];
  // What a proxy passes on without reading it has no route, and neither limits nor retries.
  const isRead = reached.some(({ delivery }) => delivery.attempts > 0 || delivery.timeout !== undefined);
  if (route === undefined) return isRead ? ["a destination is expected, and no route matches"] : [];
  const shares = listShares(route);
  return [
    ...reached.flatMap((outcome) => compareDelivery(outcome.delivery, route)),
    ...(reached.length === outcomes.length ? compareShares(reached, shares) : []),
  ];
}

function compareShares(reached: readonly Reached[], shares: Readonly<Record<string, number>>): string[] {
  const expected: Record<string, number> = {};
  for (const outcome of reached) {
    const name = findCluster(outcome, shares);
    expected[name] = (expected[name] ?? 0) + outcome.share;
  }
  const names = new Set([...Object.keys(expected), ...Object.keys(shares)]);
  return [...names].flatMap((name) => {
    const [own = 0, sent = 0] = [expected[name], shares[name]];
    return Math.abs(own - sent) < 1e-6 ? [] : [`cluster ${name}: ${own} expected, ${sent} sent`];
  });
}

/** A host that nobody declares has a cluster of no name of its own. */
function findCluster({ destination }: Reached, shares: Readonly<Record<string, number>>): string {
  const { host, port, subset } = destination;
  const name = `outbound|${port}|${subset}|${host}`;
  const isPassed = destination.workload === undefined && "PassthroughCluster" in shares;
  return isPassed ? "PassthroughCluster" : name;
}

function compareDelivery(delivery: Delivery, { route = {} }: EnvoyRoute): string[] {
  const { num_retries: sentAttempts, retry_on: sentOn, per_try_timeout: sentTry } = route.retry_policy ?? {};
  const isSame = (expected: string | undefined, sent: string | undefined) => toTime(expected) === toTime(sent);
  return [
    ...(isSame(delivery.timeout, route.timeout)
      ? []
      : [`timeout ${delivery.timeout ?? "none"} expected, ${route.timeout ?? "none"} sent`]),
    ...(delivery.attempts === (route.retry_policy === undefined ? 0 : (sentAttempts ?? 1))
      ? []
      : [`${delivery.attempts} retries expected, ${sentAttempts ?? "none"} sent`]),
    ...(delivery.attempts === 0 || isSame(delivery.perTryTimeout, sentTry)
      ? []
      : [`perTryTimeout ${delivery.perTryTimeout ?? "none"} expected, ${sentTry ?? "none"} sent`]),
    ...(delivery.attempts === 0 || delivery.retryOn === undefined || delivery.retryOn === sentOn
      ? []
      : [`retryOn ${delivery.retryOn} expected, ${sentOn ?? "none"} sent`]),
  ];
}

/** Without a limit Envoy has none, or one of 0. */
function toTime(text: string | undefined): number {
  return text === undefined ? 0 : (readMilliseconds(text) ?? Number.NaN);
}
