import { parseGoDuration } from "../../text/go-duration.js";
import type { Field } from "./field.js";
import { checkDestination } from "./hosts.js";
import { checkDuration, checkPort, checkRegex } from "./values.js";

// What is done with a request beside sending it on. Source: istio pkg/config/validation/validation.go.

const grpcStatuses = "OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED".split(" "); // prettier-ignore

/** Delays and answers that are made up. */
export function checkFault(fault: Field): void {
  if (!fault.isGiven) return;
  const [abort, delay] = [fault.at("abort"), fault.at("delay")];
  if (!abort.isGiven && !delay.isGiven) fault.refuse("has neither delay nor abort; one of them must be set");
  for (const one of [abort, delay]) checkShare(one.at("percentage", "value"));
  checkDuration(delay.at("fixedDelay"));
  if (delay.at("exponentialDelay").isGiven) delay.at("exponentialDelay").refuse("is nothing that Istio does yet");
  if (!abort.isGiven) return;
  const grpc = abort.at("grpcStatus");
  if (grpc.isGiven && !grpcStatuses.includes(grpc.text)) grpc.wants(`allowed are ${grpcStatuses.join(", ")}`);
  if (abort.at("http2Error").isGiven) abort.at("http2Error").refuse("is nothing that Istio does yet");
  if (abort.at("httpStatus").isGiven) checkStatus(abort.at("httpStatus"));
  if (abort.given("httpStatus", "grpcStatus", "http2Error").length === 0)
    abort.warn("has no status, so it has no effect");
}

function checkShare(percentage: Field): void {
  const { number } = percentage;
  if (number < 0 || number > 100 || (number > 0 && number < 0.0001))
    percentage.wants("it must be 0, or within 0.0001 and 100");
}

function checkStatus(status: Field): void {
  if (status.number < 200 || status.number > 600) status.wants("it must be an HTTP status from 200 on");
}

const corsMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*"];
const corsHeader = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const second = 1_000_000_000n;

/** Which pages of other hosts may ask. */
export function checkCors(cors: Field): void {
  for (const origin of cors.at("allowOrigins").entries) {
    const [kind] = origin.filled("exact", "prefix", "regex");
    if (kind === undefined) origin.refuse("has no origin; one of exact, prefix, regex must be set");
    else if (kind === "regex") checkRegex(origin.at("regex"));
  }
  for (const method of cors.at("allowMethods").entries) {
    if (!corsMethods.includes(method.text)) method.wants(`allowed are ${corsMethods.join(", ")}`);
  }
  for (const header of ["allowHeaders", "exposeHeaders"].flatMap((field) => cors.at(field).entries)) {
    if (header.text !== "*" && !corsHeader.test(header.text)) header.wants("it must be a header's name");
  }
  const age = cors.at("maxAge");
  checkDuration(age);
  if ((parseGoDuration(age.text) ?? 0n) % second !== 0n) age.wants("it must be whole seconds");
}

const conditions = new Set("5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream retriable-status-codes retriable-headers envoy-ratelimited http3-post-connect-failure cancelled deadline-exceeded internal resource-exhausted unavailable".split(" ")); // prettier-ignore

/** Requests that are sent again. */
export function checkRetries(retries: Field): void {
  const attempts = retries.at("attempts");
  if (attempts.number < 0) attempts.wants("it must be 0 or more");
  const set = [...retries.given("perTryTimeout", "retryRemoteLocalities"), ...retries.filled("retryOn")];
  if (attempts.number === 0 && set.length > 0) attempts.wants(`with ${set.join(", ")} it must be 1 or more`);
  checkDuration(retries.at("perTryTimeout"));
  checkDuration(retries.at("backoff"));
  const on = retries.at("retryOn");
  const unknown = on.text.split(",").filter((one) => !conditions.has(one) && !isStatus(one));
  if (on.isFilled && unknown.length > 0) {
    on.wants(
      `unknown condition "${unknown.join('", "')}"; allowed are statuses, and ${[...conditions].join(", ")}, without spaces`,
    );
  }
}

/** Whether HTTP has it. Source: `StatusText` in Go's net/http. */
function isStatus(text: string): boolean {
  const status = /^[+-]?\d+$/.test(text) ? Number(text) : 0;
  const lists = [
    [100, 103],
    [200, 208],
    [226, 226],
    [300, 305],
    [307, 308],
    [400, 418],
    [421, 426],
    [428, 429],
    [431, 431],
    [451, 451],
    [500, 508],
    [510, 511],
  ] as const;
  return lists.some(([first, last]) => status >= first && status <= last);
}

/** Answers that send the caller elsewhere. */
export function checkRedirect(redirect: Field, matches: Field): void {
  if (!redirect.isGiven) return;
  const [uri, prefix] = [redirect.at("uri"), redirect.at("prefixRewrite")];
  if (uri.isFilled && prefix.isFilled) return redirect.refuse("has uri and prefixRewrite; only one of them can be set");
  const isOther = matches.entries.some((match) => match.at("uri").isGiven && !match.at("uri", "prefix").isGiven);
  if (prefix.isFilled && isOther) return prefix.refuse("needs every uri of the route's matches to be a prefix");
  if (
    [...redirect.filled("uri", "prefixRewrite", "authority", "scheme"), ...redirect.given("port", "derivePort")]
      .length === 0
  ) {
    return redirect.refuse("is empty; one of uri, prefixRewrite, authority, scheme, port must be set");
  }
  const code = redirect.at("redirectCode");
  if (code.isFilled && (code.number < 300 || code.number > 399)) code.wants("it must be within 300 and 399");
  const scheme = redirect.at("scheme");
  if (scheme.isFilled && !["http", "https"].includes(scheme.text)) scheme.wants("allowed are http, https");
  if (redirect.at("port").isFilled) checkPort(redirect.at("port"));
}

const largest = 1024 * 1024;
const large = 100 * 1024;

/** Answers that the proxy gives. */
export function checkDirectResponse(response: Field): void {
  if (!response.isGiven) return;
  checkStatus(response.at("status"));
  const text = response.at("body", "string");
  const bytes = response.at("body", "bytes").text;
  const size = text.isGiven ? Buffer.byteLength(text.text) : Buffer.byteLength(bytes, "base64");
  if (size > largest) response.at("body").refuse(`has ${size} bytes; it must have ${largest} or fewer`);
  else if (size > large) response.at("body").warn(`has ${size} bytes, which every proxy must hold`);
}

/** What of a request's host and path is changed before it goes on. */
export function checkRewrite(rewrite: Field): void {
  if (!rewrite.isGiven) return;
  const [uri, regex] = [rewrite.at("uri"), rewrite.at("uriRegexRewrite")];
  if (uri.isFilled && regex.isGiven) return rewrite.refuse("has uri and uriRegexRewrite; only one of them can be set");
  if (!uri.isFilled && !regex.isGiven && !rewrite.at("authority").isFilled) {
    return rewrite.refuse("is empty; one of uri, uriRegexRewrite, authority must be set");
  }
  if (!regex.isGiven) return;
  if (regex.filled("match", "rewrite").length < 2) regex.refuse("must have both match and rewrite");
  else checkRegex(regex.at("match"));
}

/** Copies of requests. */
export function checkMirrors(route: Field): void {
  if (route.at("mirror").isGiven && route.at("mirrors").entries.length > 0) {
    route.refuse("has mirror and mirrors; only one of them can be set");
  }
  checkDestination(route.at("mirror"));
  for (const percent of ["mirrorPercent", "mirror_percent"].map((field) => route.at(field))) {
    if (percent.number > 100) percent.wants("it must be 100 or less");
    if (percent.isGiven) percent.warn("is deprecated; use mirrorPercentage");
  }
  checkPercentage(route.at("mirrorPercentage", "value"));
  for (const mirror of route.at("mirrors").entries) {
    if (!mirror.at("destination").isGiven) mirror.at("destination").wants("it must be a destination");
    checkDestination(mirror.at("destination"));
    checkPercentage(mirror.at("percentage", "value"));
  }
}

function checkPercentage(percentage: Field): void {
  if (percentage.number < 0 || percentage.number > 100) percentage.wants("it must be within 0 and 100");
}
