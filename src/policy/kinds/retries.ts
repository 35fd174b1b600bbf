import { z } from "zod";
import { formatClosest } from "../../text/closest.js";
import { duration, toMilliseconds } from "../duration.js";
import { defineKind } from "../kind.js";

const conditions = [
  ...["5xx", "gateway-error", "reset", "reset-before-request", "connect-failure", "retriable-4xx", "refused-stream"],
  ...["retriable-status-codes", "retriable-headers", "envoy-ratelimited", "http3-post-connect-failure"],
  ...["cancelled", "deadline-exceeded", "internal", "resource-exhausted", "unavailable"],
];

// Statuses that Go has a text for: what istiod takes as a number here.
const status = /^(10[0-3]|20[0-8]|226|30[0-578]|40\d|41[0-8]|42[1-689]|431|451|50[0-8]|51[01])$/;

/**
 * When a request is sent again: conditions of Envoy and HTTP statuses, by commas.
 * Source: `supportedRetryOnPolicies` in Istio's pkg/config/validation.
 */
const retryOn = z
  .string()
  .superRefine((text, context) => {
    const allowed = `allowed are HTTP statuses and ${conditions.join(", ")}`;
    for (const unknown of split(text).filter((one) => !conditions.includes(one) && !status.test(one))) {
      const message = `"${unknown}" is not a retry condition${formatClosest(unknown, conditions)}; ${allowed}`;
      context.addIssue({ code: "custom", message });
    }
  })
  .meta({
    description: `What is tried again, by commas: HTTP statuses, ${conditions.join(", ")}.`,
    examples: ["5xx,reset"],
  });

export const retries = defineKind({
  key: "retries",
  summary:
    "How often and when a failed request is retried, on another pod if one exists. Faults that Istio injects are not retried.",
  source: "Istio: VirtualService, HTTPRetry",
  schema: z
    .strictObject({
      attempts: z
        .int()
        .min(0)
        .max(100)
        .meta({ description: "Tries after the first one; 0 switches retries off, Istio's own two as well." }),
      perTryTimeout: duration
        .optional()
        .meta({ description: "Timeout of each try.", default: "the time-out of the request" }),
      retryOn: retryOn.optional(),
      retryRemoteLocalities: z
        .boolean()
        .optional()
        .meta({ description: "Whether pods of other localities are tried." }),
      retryIgnorePreviousHosts: z
        .boolean()
        .optional()
        .meta({ description: "Whether a pod that has failed is left out.", default: true }),
      backoff: duration
        .optional()
        .meta({ description: "The shortest wait before a retry; it grows with each.", default: "25ms" }),
    })
    .refine(
      ({ attempts, ...others }) => attempts > 0 || Object.keys(others).length === 0,
      "where attempts is 0, which switches retries off, nothing else may be named",
    ),
  documents: ["service", "namespace", "mesh"],
  protocols: ["http", "grpc"],
  example: 'service: shop/reviews\nretries: { attempts: 2, perTryTimeout: 500ms, retryOn: "5xx,reset" }\n',
  // Retries multiply the load of a service that already fails: fewer of them is what can be asked for.
  isTighter: (inner, outer) => inner.attempts <= outer.attempts,
  toRoutes: (value, route, { service, report }) => {
    const { perTryTimeout } = value;
    const limit = route.timeout as string | undefined;
    if (perTryTimeout && limit && toMilliseconds(perTryTimeout) >= toMilliseconds(limit)) {
      const where = `route "${route.name ?? ""}" of ${service.namespace}/${service.name}`;
      const message = `no try is cut off after ${perTryTimeout}, since ${where} has the time-out ${limit}`;
      report(["perTryTimeout"], "MESH0209", message, "make it shorter than the time-out");
    }
    // istiod refuses blanks between the reasons.
    const cleaned = value.retryOn === undefined ? {} : { retryOn: split(value.retryOn).join(",") };
    return [{ ...route, retries: { ...value, ...cleaned } }];
  },
});

function split(text: string): string[] {
  return text.split(",").map((one) => one.trim());
}
