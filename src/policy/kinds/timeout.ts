import { duration, toMilliseconds } from "../duration.js";
import { defineKind } from "../kind.js";

export const timeout = defineKind({
  key: "timeout",
  summary: "How long a caller waits for an answer, all retries included; then it gets 504.",
  source: "Istio: VirtualService, HTTPRoute.timeout",
  schema: duration,
  documents: ["service", "namespace", "mesh"],
  protocols: ["http", "grpc"],
  example: "service: shop/reviews\ntimeout: 3s\n",
  isTighter: (inner, outer) => toMilliseconds(inner) <= toMilliseconds(outer),
  toRoutes: (value, route) => [{ ...route, timeout: value }],
});
