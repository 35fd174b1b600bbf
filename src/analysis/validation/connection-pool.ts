import { parseGoDuration } from "../../text/go-duration.js";
import type { Field } from "./field.js";
import { checkDuration } from "./values.js";

const httpCounts = ["http1MaxPendingRequests", "http2MaxRequests", "maxRequestsPerConnection", "maxRetries", "maxConcurrentStreams"]; // prettier-ignore

/** Limits of connections and of requests on them. Source: `validateConnectionPool`. */
export function checkConnectionPool(pool: Field): void {
  if (!pool.isGiven) return;
  const [http, tcp] = [pool.at("http"), pool.at("tcp")];
  if (!http.isGiven && !tcp.isGiven) pool.refuse("is empty; one of http, tcp must be set");
  for (const count of [...httpCounts.map((field) => http.at(field)), tcp.at("maxConnections")]) {
    if (count.number < 0) count.wants("it must be 0 or more");
  }
  checkDuration(http.at("idleTimeout"));
  if (http.at("h2UpgradePolicy").text === "UPGRADE" && http.at("useClientProtocol").value === true) {
    http.at("useClientProtocol").wants("it cannot be true with h2UpgradePolicy UPGRADE");
  }
  const keepAlive = http.at("http2KeepAlive");
  for (const field of keepAlive.isGiven ? ["interval", "timeout"] : []) {
    if (!keepAlive.at(field).isGiven) keepAlive.at(field).wants("it must be a duration");
    checkDuration(keepAlive.at(field));
  }
  checkDuration(tcp.at("connectTimeout"));
  checkDuration(tcp.at("maxConnectionDuration"));
  checkIdleTimeout(tcp.at("idleTimeout"));
  checkDuration(tcp.at("tcpKeepalive", "time"));
  checkDuration(tcp.at("tcpKeepalive", "interval"));
}

/** None at all is written 0s. */
function checkIdleTimeout(timeout: Field): void {
  const nanoseconds = parseGoDuration(timeout.text);
  const isNone = nanoseconds !== undefined && nanoseconds > -1_000_000n && nanoseconds < 1_000_000n;
  if (!isNone) checkDuration(timeout);
}
