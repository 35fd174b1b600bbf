import { readMilliseconds } from "../../text/go-duration.js";
import { toMap, toText } from "../../text/read.js";
import type { Delivery } from "../answer.js";

/** What Istio retries where nobody says otherwise. Source: istio pilot/pkg/networking/core/route/retry/retry.go. */
const defaultRetryOn = "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";

/** Of a connection that no proxy reads requests from. */
export const noDelivery: Delivery = { attempts: 0 };

/**
 * How long, and how often, a proxy tries by a rule: by the mesh's `defaultHttpRetryPolicy`, or else twice again, where the rule has no
 * `retries`. Source: `setTimeout` in istio pilot/pkg/networking/core/route/route.go, `ConvertPolicy` in route/retry/retry.go.
 * @param rule HTTPRoute of a VirtualService; undefined for requests without a route
 */
export function computeDelivery(rule: unknown, config: Readonly<Record<string, any>>): Delivery {
  const { timeout, retries } = toMap(rule);
  const limit = readMilliseconds(timeout) ? { timeout: toText(timeout) } : {};
  const policy: unknown = retries ?? config.defaultHttpRetryPolicy;
  if (policy === undefined || policy === null) return { ...limit, attempts: 2, retryOn: defaultRetryOn };
  const { attempts, perTryTimeout, retryOn } = toMap(policy);
  const count = Number(attempts ?? 0);
  if (count <= 0) return { ...limit, attempts: 0 };
  const isLimited = readMilliseconds(perTryTimeout) !== undefined;
  return {
    ...limit,
    attempts: count,
    ...(isLimited ? { perTryTimeout: toText(perTryTimeout) } : {}),
    retryOn: completeRetryOn(toText(retryOn)),
  };
}

/** Status codes are no conditions of Envoy's: they go beside `retriable-status-codes`. */
function completeRetryOn(given: string): string {
  if (given === "") return defaultRetryOn;
  const parts = given.split(",").flatMap((part) => part.trim() || []);
  const hasCodes = parts.some((part) => /^\d+$/.test(part));
  const isComplete = !hasCodes || parts.includes("retriable-status-codes");
  return [...parts, ...(isComplete ? [] : ["retriable-status-codes"])].join(",");
}
