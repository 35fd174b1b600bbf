import { isMap } from "../../text/is-map.js";
import type { Flow } from "./flow.js";
import type { Mismatch } from "./mismatch.js";
import { fitsText, formatWanted, isPresenceMatch } from "./text-match.js";

const prefix = "@request.auth.claims";

/** Whether a name among a match's headers stands for a claim of a token. */
export function isClaim(name: string): boolean {
  return readKeys(name) !== undefined;
}

/**
 * Why a match of a claim does not take a request; undefined where it does. A list matches where one of its entries does.
 * Source: `ToRoutingClaim` in istio pkg/jwt/routing.go, `MetadataMatcherForJWTClaims` in pilot/pkg/security/authz/model/util.go.
 */
export function findClaimMismatch(name: string, match: unknown, { claims }: Flow): Mismatch | undefined {
  if (claims === undefined) return { reason: "the proxy checks no token of the request", path: [] };
  // istiod hands on no matcher of the value then, which Envoy refuses.
  if (isPresenceMatch(match)) return { reason: `${name} has no value to match`, path: [], isUnknown: true };
  let value: unknown = claims;
  for (const key of readKeys(name) ?? []) value = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  const texts = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
  const fits = texts.map((text) => fitsText(match, text));
  if (fits.includes(true)) return undefined;
  if (fits.includes(undefined))
    return { reason: `RE2 does not take the expression of ${name}`, path: [], isUnknown: true };
  return { reason: `the claim ${name} must ${formatWanted(match)}`, path: [] };
}

/** `.a.b` or `[a][b]` after the prefix. */
function readKeys(name: string): string[] | undefined {
  if (!name.toLowerCase().startsWith(prefix)) return undefined;
  const rest = name.slice(prefix.length);
  if (rest.startsWith(".") && rest.length > 1) return rest.slice(1).split(".");
  return rest.startsWith("[") && rest.endsWith("]") && rest.length > 2 ? rest.slice(1, -1).split("][") : undefined;
}
