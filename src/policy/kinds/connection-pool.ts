import { z } from "zod";
import { duration, durationOrZero, toMilliseconds } from "../duration.js";
import { defineKind } from "../kind.js";

// Istio takes 0 for "not set", which is no limit: that is better said by leaving the field out.
const limit = z.int().min(1, "it must be at least 1; for no limit, leave it out").max(2_147_483_647);

const tcp = z.strictObject({
  maxConnections: limit.optional().meta({ description: "Connections to all replicas together, of HTTP/1.1 too." }),
  connectTimeout: duration.optional(),
  maxConnectionDuration: duration.optional(),
  idleTimeout: durationOrZero.optional().meta({ description: "0s: never." }),
  tcpKeepalive: z
    .strictObject({
      probes: z.int().min(1).max(4_294_967_295).optional(),
      time: duration.optional(),
      interval: duration.optional(),
    })
    .optional(),
});

const http = z
  .strictObject({
    http1MaxPendingRequests: limit.optional().meta({ description: "Requests that wait for a connection." }),
    http2MaxRequests: limit.optional().meta({ description: "Requests at one time, of HTTP/1.1 too." }),
    maxRequestsPerConnection: limit.optional().meta({ description: "1: no connection is used again." }),
    maxRetries: limit.optional().meta({ description: "Retries at one time, to all replicas together." }),
    idleTimeout: duration.optional(),
    h2UpgradePolicy: z.enum(["DEFAULT", "DO_NOT_UPGRADE", "UPGRADE"]).optional(),
    useClientProtocol: z.boolean().optional(),
    maxConcurrentStreams: limit.optional().meta({ description: "Requests at one time on one HTTP/2 connection." }),
    http2KeepAlive: z.strictObject({ interval: duration, timeout: duration }).optional(),
  })
  .refine((value) => value.h2UpgradePolicy !== "UPGRADE" || value.useClientProtocol !== true, {
    message: "h2UpgradePolicy UPGRADE and useClientProtocol exclude each other",
  });

const schema = z
  .strictObject({ tcp: tcp.optional(), http: http.optional() })
  .refine((value) => value.tcp !== undefined || value.http !== undefined, "it must have tcp or http");

type ConnectionPool = z.infer<typeof schema>;

export const connectionPool = defineKind({
  key: "connectionPool",
  summary:
    "Limits of a caller's proxy for concurrent requests to a service and for its connections. Excess requests get 503 at once. Each caller has its own limits.",
  source: "Istio: DestinationRule, ConnectionPoolSettings",
  schema,
  documents: ["service", "namespace", "mesh"],
  protocols: ["http", "grpc", "tcp"],
  example:
    "service: shop/reviews\nconnectionPool:\n  tcp: { maxConnections: 100, connectTimeout: 1s }\n  http: { http1MaxPendingRequests: 10 }\n",
  isTighter: (inner, outer) => {
    const most = readBounds(outer);
    return readBounds(inner).every((value, index) => value <= (most[index] ?? Infinity));
  },
  toTrafficPolicy: (value) => ({ connectionPool: value }),
});

// What bounds how much a caller may do; the rest says how connections are made and kept.
const bounds = [
  ["tcp", "maxConnections"],
  ["tcp", "connectTimeout"],
  ["tcp", "maxConnectionDuration"],
  ["http", "http1MaxPendingRequests"],
  ["http", "http2MaxRequests"],
  ["http", "maxRequestsPerConnection"],
  ["http", "maxRetries"],
  ["http", "maxConcurrentStreams"],
] as const;

/** A number for each of the bounds; what is not set is not bounded. */
function readBounds(pool: ConnectionPool): number[] {
  return bounds.map(([part, field]) => {
    const value = (pool[part] as Record<string, number | string> | undefined)?.[field] ?? Infinity;
    return typeof value === "number" ? value : toMilliseconds(value);
  });
}
