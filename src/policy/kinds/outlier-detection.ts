import { z } from "zod";
import { duration } from "../duration.js";
import { defineKind } from "../kind.js";

const errors = z.int().min(0).max(4_294_967_295);

/** Without `outlierDetectionHttpErrorCodes`: the API has it, but istiod makes nothing of it. */
export const outlierDetection = defineKind({
  key: "outlierDetection",
  summary:
    "A replica that fails again and again gets no requests for a while. Each caller's proxy finds out for itself.",
  source: "Istio: DestinationRule, OutlierDetection",
  schema: z
    .strictObject({
      consecutive5xxErrors: errors
        .optional()
        .meta({ description: "Answers 5xx in a row, connections that failed included; 0: off.", default: 5 }),
      consecutiveGatewayErrors: errors
        .optional()
        .meta({ description: "Answers 502, 503 and 504 in a row; 0: off.", default: 0 }),
      splitExternalLocalOriginErrors: z
        .boolean()
        .optional()
        .meta({ description: "Count connections that failed apart from answers.", default: false }),
      consecutiveLocalOriginFailures: errors.optional().meta({
        description: "Connections that failed in a row; needs splitExternalLocalOriginErrors.",
        default: 5,
      }),
      interval: duration.optional().meta({ description: "How often replicas are checked.", default: "10s" }),
      baseEjectionTime: duration
        .optional()
        .meta({ description: "How long a replica is out, times how often it has been.", default: "30s" }),
      maxEjectionPercent: z
        .int()
        .min(1, "it must be at least 1; for Istio's default, leave it out")
        .max(100)
        .optional()
        .meta({ description: "Replicas that may be out at most.", default: 10 }),
      minHealthPercent: z
        .int()
        .min(0)
        .max(100)
        .optional()
        .meta({ description: "With fewer replicas well than that, all get requests again.", default: 0 }),
    })
    .refine(
      ({ splitExternalLocalOriginErrors: split, consecutiveLocalOriginFailures: failures = 0 }) =>
        split === true || failures === 0,
      {
        path: ["consecutiveLocalOriginFailures"],
        message: "it needs splitExternalLocalOriginErrors: true",
      },
    ),
  documents: ["service", "namespace", "mesh"],
  protocols: ["http", "grpc", "tcp"],
  example:
    "service: shop/reviews\noutlierDetection: { consecutive5xxErrors: 5, baseEjectionTime: 30s, maxEjectionPercent: 50 }\n",
  toTrafficPolicy: (value, { report }) => {
    if (value.maxEjectionPercent === undefined) {
      const message =
        "a service with fewer than 10 replicas never has one ejected: maxEjectionPercent is 10 by default";
      report([], "MESH0209", message, "set maxEjectionPercent, for example to 50");
    }
    return { outlierDetection: value };
  },
});
