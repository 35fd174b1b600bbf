import { z } from "zod";
import { durationOrZero, toMilliseconds } from "../duration.js";
import { defineKind } from "../kind.js";

const defaults = { percent: 20, minRetryConcurrency: 3, budgetInterval: "0s" };

export const retryBudget = defineKind({
  key: "retryBudget",
  summary:
    "The maximum number of retries in flight in a caller's proxy, as a share of its requests. Further requests are not retried. Each caller has its own budget.",
  source: "Istio: DestinationRule, TrafficPolicy.RetryBudget",
  schema: z.strictObject({
    percent: z.number().min(0).max(100).optional().meta({
      description: "Retries for each hundred requests that are under way or wait for a connection.",
      default: defaults.percent,
    }),
    minRetryConcurrency: z
      .int()
      .min(1, "it must be at least 1; Istio takes 0 for 3")
      .max(4_294_967_295)
      .optional()
      .meta({
        description: "Retries that are allowed at one time, however few requests there are.",
        default: defaults.minRetryConcurrency,
      }),
    budgetInterval: durationOrZero.optional().meta({
      description: "Counts the requests that began within that time too. From Istio 1.31 on.",
      default: defaults.budgetInterval,
    }),
  }),
  documents: ["service", "namespace", "mesh"],
  protocols: ["http", "grpc"],
  example:
    "service: shop/reviews\nretries: { attempts: 2, retryOn: 5xx }\nretryBudget: { percent: 10, minRetryConcurrency: 2 }\n",
  isTighter: (inner, outer) => {
    const own = { ...defaults, ...inner };
    const most = { ...defaults, ...outer };
    return (
      own.percent <= most.percent &&
      own.minRetryConcurrency <= most.minRetryConcurrency &&
      toMilliseconds(own.budgetInterval) <= toMilliseconds(most.budgetInterval)
    );
  },
  toTrafficPolicy: (value, { service, values, report }) => {
    const pool = values.connectionPool as { http?: { maxRetries?: number } } | undefined;
    if (pool?.http?.maxRetries !== undefined) {
      const message = `with a retry budget, proxies ignore connectionPool.http.maxRetries of ${service.namespace}/${service.name}`;
      report([], "MESH0209", message, "keep one of the two");
    }
    // Istio before 1.30 takes 0.2 % where no share is named.
    return { retryBudget: { ...value, percent: value.percent ?? defaults.percent } };
  },
});
