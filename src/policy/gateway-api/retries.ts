import { toMilliseconds } from "../duration.js";

/** HTTPRouteRetry of the Gateway API. */
export interface KubernetesRetry {
  attempts: number;
  codes?: number[];
  backoff?: string;
}

/** `retries` of Istio's API as the Gateway API says it, the time-out of each try, and what cannot be said. */
export interface ConvertedRetries {
  retry?: KubernetesRetry;
  perTryTimeout?: string;
  inexpressible: string[];
}

/** What istiod adds to the statuses of a route of the Gateway API. Source: its pilot/pkg/config/kube/gateway/conversion.go. */
const always = ["connect-failure", "refused-stream", "unavailable", "cancelled"];

/**
 * What HTTPRoute says of retries: how many, of which statuses beside failed connections, and how long to wait.
 * @param hasRetries whether its definition has them
 */
export function convertRetries(
  retries: Readonly<Record<string, unknown>> | undefined,
  timeout: string | undefined,
  { hasRetries, formatDuration }: { hasRetries: boolean; formatDuration: (text: string) => string },
): ConvertedRetries {
  if (retries === undefined) return { inexpressible: [] };
  if (!hasRetries) {
    return { inexpressible: ["retries, which the standard channel has from the Gateway API 1.7 on"] };
  }
  const { attempts, perTryTimeout, retryOn, backoff, ...unknown } = retries as {
    attempts: number;
    perTryTimeout?: string;
    retryOn?: string;
    backoff?: string;
  };
  const inexpressible = Object.keys(unknown).map((field) => `\`${field}\` of retries`);
  const reasons = retryOn?.split(",") ?? always;
  const others = reasons.filter((reason) => !always.includes(reason));
  const isSaid = always.every((reason) => reasons.includes(reason)) && others.every((reason) => /^\d+$/.test(reason));
  if (!isSaid)
    inexpressible.push(`\`retryOn\` with more than statuses and ${always.join(",")}, which it always retries`);
  const isCut = perTryTimeout !== undefined && !isWithin(timeout, perTryTimeout);
  return {
    retry: {
      attempts,
      ...(others.length === 0 ? {} : { codes: others.map(Number) }),
      ...(backoff === undefined ? {} : { backoff: formatDuration(backoff) }),
    },
    ...(isCut ? { perTryTimeout: formatDuration(perTryTimeout) } : {}),
    inexpressible,
  };
}

/** Whether the request ends before a try is cut off: the definition takes no time-out of a try that is longer. */
function isWithin(timeout: string | undefined, perTryTimeout: string): boolean {
  return timeout !== undefined && toMilliseconds(perTryTimeout) >= toMilliseconds(timeout);
}
