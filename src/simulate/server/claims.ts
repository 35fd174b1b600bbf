import { isMap } from "../../text/is-map.js";
import { matchesText } from "./text-patterns.js";

/** Claims of a token by name. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Whether a claim, or one of its values, is as a pattern. Source: `MetadataListValueMatcherForJWTClaims` in istio
 * pilot/pkg/security/authz/model/util.go, by which only texts and lists of texts are compared.
 */
export function matchesClaim(path: readonly string[], pattern: string, claims: Claims | undefined): boolean {
  let value: unknown = claims;
  for (const name of path) value = isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.some((one) => typeof one === "string" && matchesText(pattern, one));
}

/**
 * Whether a token is of `<issuer>/<subject>`, of which either may begin or end with `*`. Source: `requestPrincipalGenerator` in istio
 * pilot/pkg/security/authz/model/generator.go.
 */
export function matchesRequestPrincipal(value: string, claims: Claims | undefined): boolean {
  const { iss, sub } = claims ?? {};
  if (typeof iss !== "string" || typeof sub !== "string") return false;
  // An issuer may be a URL.
  const at = value.lastIndexOf("/");
  const [issuer, subject] = [value.slice(0, at), value.slice(at + 1)];
  if (value === "*") return iss !== "" && sub !== "";
  if (value.startsWith("*"))
    return at === -1 ? matchesText(value, sub) && iss !== "" : matchesText(issuer, iss) && subject === sub;
  if (value.endsWith("*"))
    return at === -1 ? matchesText(value, iss) && sub !== "" : issuer === iss && matchesText(subject, sub);
  return at === -1 ? value === iss && sub === "" : issuer === iss && subject === sub;
}

const spaced = ["permission", "scope"];

/** Claims as filters see them: those that are lists with spaces between are lists. Source: `buildSpaceDelimitedClaims` in istio pilot/pkg/security/authn. */
export function normalizeClaims(claims: Claims, further: readonly string[]): Claims {
  const isSpaced = (name: string) => spaced.includes(name) || further.includes(name);
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      isSpaced(name) && typeof value === "string" ? value.split(" ").filter((one) => one !== "") : value,
    ]),
  );
}
