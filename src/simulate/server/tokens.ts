import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { createTokenPolicies } from "../../mesh/policy-attachment.js";
import { formatValue, toMaps, toText, toTexts } from "../../text/read.js";
import { createStep } from "../answer.js";
import { formatObject } from "../format-object.js";
import type { End } from "../routed.js";
import type { MeshRequest } from "../request.js";
import type { Arrival, Passage } from "./arrival.js";
import { normalizeClaims, type Claims } from "./claims.js";

/** What a proxy makes of a request's token. */
export interface TokenPassage extends Passage {
  /** Claims that were checked. @default none */
  claims?: Claims;
  /** As it goes on: without the token where the rule does not forward it, and with the headers that the rule writes. */
  request: MeshRequest;
}

/** A JWTRule of Istio's. */
interface TokenRule {
  rule: Readonly<Record<string, any>>;
  object: AnalyzedObject;
  index: number;
}

/**
 * Checks the token of a request, which it carries as `Authorization: Bearer`. Without one it goes on; one of an unknown issuer, or for another
 * audience, ends it. Source: https://istio.io/latest/docs/reference/config/security/request_authentication/, `convertToEnvoyJwtConfig` in istio
 * pilot/pkg/security/authn/policy_applier.go, and Envoy's jwt_authn filter.
 */
export function checkToken({ ask }: MeshReader, arrival: Arrival): TokenPassage {
  const { request, workload } = arrival;
  const rules = ask(createTokenPolicies)(workload).flatMap(listRules);
  if (rules.length === 0 || request.claims === undefined || !arrival.isHttp || isPreflight(request)) {
    return { steps: [], request };
  }
  const { claims } = request;
  const seeing = rules.filter(({ rule }) => readsBearer(rule));
  if (seeing.length === 0) return { steps: [], request };
  const ofIssuer = seeing.filter(({ rule }) => rule.issuer === claims.iss || toText(rule.issuer) === "");
  const accepting = ofIssuer.find(({ rule }) => acceptsAudience(rule, claims.aud));
  if (accepting !== undefined) return accept(accepting, claims, request);
  const [first = seeing[0]] = ofIssuer;
  return {
    steps: first === undefined ? [] : [createRefusal(first, claims, ofIssuer.length > 0)],
    request,
    end: createEnd(ofIssuer.length > 0),
  };
}

function accept({ rule, object, index }: TokenRule, claims: Claims, request: MeshRequest): TokenPassage {
  const message = `${formatObject(object)} accepts the token of "${toText(claims.iss)}"`;
  const step = createStep("authentication", message, object, ["spec", "jwtRules", index]);
  const checked = normalizeClaims(claims, toTexts(rule.spaceDelimitedClaims));
  const written = toMaps(rule.outputClaimToHeaders).flatMap(({ header, claim }) => {
    const value = readPath(claims, toText(claim));
    const isWritten = ["string", "number", "boolean"].includes(typeof value);
    return isWritten ? [[toText(header).toLowerCase(), formatValue(value)]] : [];
  });
  const headers = { ...request.headers, ...(Object.fromEntries(written) as Record<string, string>) };
  const isForwarded = rule.forwardOriginalToken === true;
  return { steps: [step], claims: checked, request: { ...request, headers, claims: isForwarded ? claims : undefined } };
}

function createRefusal({ object, index }: TokenRule, claims: Claims, isOfIssuer: boolean) {
  const at = ["spec", "jwtRules", index];
  if (isOfIssuer) {
    const message = `${formatObject(object)} rejects the token: its audience is ${formatValue(claims.aud)}`;
    return createStep("authentication", message, object, [...at, "audiences"]);
  }
  const message = `${formatObject(object)} rejects the token: no rule is for the issuer ${formatValue(claims.iss)}`;
  return createStep("authentication", message, object, [...at, "issuer"]);
}

/** Source: `Filter::onComplete` in Envoy's source/extensions/filters/http/jwt_authn/filter.cc. */
function createEnd(isOfIssuer: boolean): End {
  const [status, body] = isOfIssuer ? [403, "Audiences in Jwt are not allowed"] : [401, "Jwt issuer is not configured"];
  return { kind: "answered", status, by: "unauthenticated", body };
}

function listRules(object: AnalyzedObject): TokenRule[] {
  return toMaps(object.manifest.spec?.jwtRules).map((rule, index) => ({ rule, object, index }));
}

/** By default a token is looked for there; with places of its own a rule looks nowhere else. */
function readsBearer({ fromHeaders, fromParams, fromCookies }: Readonly<Record<string, any>>): boolean {
  const headers = toMaps(fromHeaders);
  if (headers.length + toTexts(fromParams).length + toTexts(fromCookies).length === 0) return true;
  return headers.some(
    ({ name, prefix }) =>
      toText(name).toLowerCase() === "authorization" && ["Bearer ", "Bearer"].includes(toText(prefix)),
  );
}

/** Source: `CheckAudience` in https://github.com/google/jwt_verify_lib, which leaves out scheme and last slash. */
function acceptsAudience({ audiences }: Readonly<Record<string, any>>, given: unknown): boolean {
  const allowed = toTexts(audiences).map(trimAudience);
  if (allowed.length === 0) return true;
  const own = typeof given === "string" ? [given] : toTexts(given);
  return own.some((one) => allowed.includes(trimAudience(one)));
}

function trimAudience(audience: string): string {
  return audience.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

/** Nested claims are separated by dots. */
function readPath(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const name of path.split(".")) value = (value as Record<string, unknown> | undefined)?.[name];
  return value;
}

/** Envoy lets in what browsers ask before, `bypass_cors_preflight`. */
function isPreflight({ method, headers }: MeshRequest): boolean {
  return method === "OPTIONS" && headers.origin !== undefined && headers["access-control-request-method"] !== undefined;
}
