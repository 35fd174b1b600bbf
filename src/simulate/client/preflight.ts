import { toMap, toMaps, toTexts } from "../../text/read.js";
import type { MeshRequest } from "../request.js";
import { fitsText } from "./text-match.js";

/**
 * What a rule's CORS policy makes of a request: `answers` where the proxy answers a preflight by itself, `unknown` where it keeps one
 * of another origin back, whose answer Istio's API does not say.
 * Source: CorsPolicy in Istio's API, Envoy's source/extensions/filters/http/cors/cors_filter.cc.
 */
export function findPreflight(
  corsPolicy: unknown,
  { method, headers }: MeshRequest,
): "answers" | "unknown" | undefined {
  const origin = headers.origin ?? "";
  const isPreflight = method === "OPTIONS" && origin !== "" && (headers["access-control-request-method"] ?? "") !== "";
  if (corsPolicy === undefined || corsPolicy === null || !isPreflight) return undefined;
  const policy = toMap(corsPolicy);
  const matches = Array.isArray(policy.allowOrigins) && policy.allowOrigins.length > 0;
  // A match that takes `*` takes every origin.
  const fits = matches
    ? toMaps(policy.allowOrigins).map((match) => fitsText(match, "*") === true || fitsText(match, origin))
    : toTexts(policy.allowOrigin).map((text) => text === "*" || text === origin);
  if (fits.includes(true)) return "answers";
  return policy.unmatchedPreflights === "IGNORE" || fits.includes(undefined) ? "unknown" : undefined;
}
