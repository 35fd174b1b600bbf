import { durationOr, toMilliseconds } from "../duration.js";
import { defineKind } from "../kind.js";

/** Istio waits for ever where a route says nothing, and its webhook refuses 0s. */
const none = "none";

export const timeout = defineKind({
  key: "timeout",
  summary:
    "How long a caller waits for an answer, including all retries. Then it gets 504. `none`, for streams and long polls, removes the timeout of the namespace, the mesh or the service.",
  source: "Istio: VirtualService, HTTPRoute.timeout",
  schema: durationOr(none),
  documents: ["service", "namespace", "mesh"],
  protocols: ["http", "grpc"],
  example:
    "service: shop/reviews\nroutes:\n  - { name: events, match: [{ uri: { prefix: /events } }], timeout: none }\ntimeout: 3s\n",
  isTighter: (inner, outer) => outer === none || (inner !== none && toMilliseconds(inner) <= toMilliseconds(outer)),
  toRoutes: (value, route) => [value === none ? route : { ...route, timeout: value }],
});
