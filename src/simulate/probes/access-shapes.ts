import type { AnalyzedObject } from "../../mesh/objects.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import { dropSameShapes, mergeShapes, type RequestShape } from "./request-shape.js";

/** A request for each rule of AuthorizationPolicies, and one with a token of each issuer of RequestAuthentications. */
export function listAccessShapes(policies: readonly AnalyzedObject[]): RequestShape[] {
  const tokens = policies.filter(({ manifest }) => manifest.kind === "RequestAuthentication").flatMap(listTokens);
  const [token = {}] = tokens;
  const rules = policies.filter(({ manifest }) => manifest.kind === "AuthorizationPolicy").flatMap(listRuleShapes);
  // Only the claims of a valid token count.
  const withIssuer = rules.map((shape) => (shape.claims === undefined ? shape : mergeShapes(token, shape)));
  return dropSameShapes([{}, ...withIssuer, ...tokens]);
}

function listTokens({ manifest }: AnalyzedObject): RequestShape[] {
  return toMaps(toMap(manifest.spec).jwtRules).map(({ issuer }) => ({ claims: { iss: toText(issuer), sub: "probe" } }));
}

function listRuleShapes({ manifest }: AnalyzedObject): RequestShape[] {
  return toMaps(toMap(manifest.spec).rules).flatMap((rule) => {
    const condition = mergeAll([...toMaps(rule.when).map(readCondition), ...readPrincipals(rule.from)]);
    const operations = toMaps(rule.to).flatMap(({ operation }) => readOperation(toMap(operation)));
    return (operations.length === 0 ? [{}] : operations).map((shape) => mergeShapes(condition, shape));
  });
}

/** One request for each path, each method, and for each that the rule leaves out. */
function readOperation(operation: Readonly<Record<string, any>>): RequestShape[] {
  const methods = toTexts(operation.methods).map(writePattern);
  const paths = toTexts(operation.paths).map(writePattern);
  const [method] = methods;
  const [path] = paths;
  const first: RequestShape = { ...(method === undefined ? {} : { method }), ...(path === undefined ? {} : { path }) };
  return [
    first,
    ...paths.slice(1).map((one) => ({ ...first, path: one })),
    ...methods.slice(1).map((one) => ({ ...first, method: one })),
    ...toTexts(operation.notPaths).map((one) => ({ ...first, path: writePattern(one) })),
    ...toTexts(operation.notMethods).map((one) => ({ ...first, method: writePattern(one) })),
  ];
}

/** A text that a pattern takes: `x*`, `*x`, `*`, and of paths `{*}` and `{**}`. */
function writePattern(pattern: string): string {
  if (pattern === "*") return "probe";
  if (pattern.includes("{*}") || pattern.includes("{**}")) return pattern.replaceAll(/\{\*{1,2}\}/g, "probe");
  return pattern.startsWith("*") ? `/probe${pattern.slice(1)}` : pattern.replace(/\*$/, "");
}

function readCondition({ key, values, notValues }: Readonly<Record<string, any>>): RequestShape {
  const [given] = [...toTexts(values), ...toTexts(notValues)];
  if (given === undefined) return {};
  const text = given.replace(/^\*|\*$/, "") || "probe";
  const [, header] = /^request\.headers\[(.+)\]$/s.exec(toText(key)) ?? [];
  if (header !== undefined) return { headers: { [header.toLowerCase()]: text } };
  if (key === "request.auth.principal") return writeToken(text);
  if (key === "request.auth.audiences") return { claims: { aud: [text] } };
  if (key === "request.auth.presenter") return { claims: { azp: text } };
  const [, claims] = /^request\.auth\.claims((?:\[[^[\]]+\])+)$/.exec(toText(key)) ?? [];
  return claims === undefined ? {} : { claims: nest(claims.slice(1, -1).split("]["), text) };
}

function readPrincipals(from: unknown): RequestShape[] {
  const [first] = toMaps(from).flatMap(({ source }) => toTexts(toMap(source).requestPrincipals));
  return first === undefined ? [] : [writeToken(first.replaceAll("*", "probe"))];
}

/** The token of a request principal, `<issuer>/<subject>`. An issuer may have slashes. */
function writeToken(principal: string): RequestShape {
  const at = principal.lastIndexOf("/");
  return {
    claims:
      at === -1 ? { iss: principal, sub: "probe" } : { iss: principal.slice(0, at), sub: principal.slice(at + 1) },
  };
}

function nest([key = "", ...inner]: readonly string[], value: string): Record<string, unknown> {
  return { [key]: inner.length === 0 ? value : nest(inner, value) };
}

function mergeAll(shapes: readonly RequestShape[]): RequestShape {
  return shapes.reduce(mergeShapes, {});
}
