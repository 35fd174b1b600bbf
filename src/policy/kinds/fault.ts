import { z } from "zod";
import { duration } from "../duration.js";
import { combineMatches, httpMatch } from "../routes/http-match.js";
import { defineKind } from "../kind.js";

const percentage = z.number().min(0).max(100).meta({ description: "Percent of the requests." });

const grpcStatuses = [
  ...["OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS"],
  ...["PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED"],
  ...["INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED"],
] as const;

const delay = z.strictObject({ percentage, fixedDelay: duration });

const abort = z
  .strictObject({
    percentage,
    httpStatus: z.int().min(200).max(599).optional(),
    grpcStatus: z.enum(grpcStatuses).optional(),
  })
  .refine(
    ({ httpStatus, grpcStatus }) => (httpStatus === undefined) !== (grpcStatus === undefined),
    "name one of httpStatus and grpcStatus",
  );

export const fault = defineKind({
  key: "fault",
  summary:
    "Delays or fails requests, to test the effect. The caller's proxy does this before time-outs and retries of the same service.",
  source: "Istio: VirtualService, HTTPFaultInjection",
  schema: z
    .strictObject({
      delay: delay.optional(),
      abort: abort.optional(),
      match: z.array(httpMatch).optional().meta({ description: "Alternatives; no other requests are touched." }),
    })
    .refine((value) => value.delay !== undefined || value.abort !== undefined, "name delay, abort or both"),
  documents: ["service"],
  protocols: ["http", "grpc"],
  example: `service: shop/reviews
fault:
  delay: { percentage: 10, fixedDelay: 3s }
  abort: { percentage: 1, httpStatus: 503 }
  match: [{ headers: { x-user: { exact: tester } } }]
`,
  toRoutes: (value, route) => {
    const { match = [], ...injected } = value;
    const given = Object.entries(injected).map(([key, one]) => [
      key,
      { ...one, percentage: { value: one.percentage } },
    ]);
    const faulty = { ...route, fault: Object.fromEntries(given) as Record<string, unknown> };
    if (match.length === 0) return [faulty];
    // A fault has no conditions of its own: those requests get a route of their own, before the one that they would take.
    const both = combineMatches(route.match ?? [], match);
    return both.length === 0 ? [route] : [{ ...faulty, name: `${route.name ?? ""}.fault`, match: both }, route];
  },
});
