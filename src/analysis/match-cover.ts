import { toMap, toTexts } from "../text/read.js";
import { matchesPolicySelector } from "../mesh/selectors.js";
import { readTextMatch } from "../mesh/text-match.js";

type Match = Readonly<Record<string, any>>;

/** What does not decide whether a request matches. */
const ignored = ["name", "statPrefix"];
const fields = [
  ...["uri", "ignoreUriCase", "scheme", "method", "authority", "headers", "queryParams", "withoutHeaders"],
  ...["port", "gateways", "sourceLabels", "sourceNamespace"],
];

/**
 * Whether every request that the inner match takes is one that the outer takes. Where it cannot tell, it says no.
 * Source: HTTPMatchRequest in Istio's API, and how istio pilot/pkg/networking/core/route makes Envoy's matches of it.
 */
export function covers(outer: Match, inner: Match): boolean {
  if (Object.keys(outer).some((key) => !fields.includes(key) && !ignored.includes(key))) return false;
  return (
    coversUri(outer, inner) &&
    ["scheme", "method", "authority"].every((key) => coversText(outer[key], inner[key])) &&
    coversTexts(lowerKeys(outer.headers), lowerKeys(inner.headers)) &&
    coversTexts(toMap(outer.queryParams), toMap(inner.queryParams)) &&
    // What the outer leaves out, the inner must leave out too, and may leave out more.
    coversWithout(lowerKeys(outer.withoutHeaders), lowerKeys(inner.withoutHeaders)) &&
    ["port", "sourceNamespace"].every((key) => outer[key] === undefined || outer[key] === inner[key]) &&
    coversGateways(outer.gateways, inner.gateways) &&
    matchesPolicySelector(toMap(outer.sourceLabels), toMap(inner.sourceLabels))
  );
}

function coversText(outer: unknown, inner: unknown): boolean {
  if (outer === undefined || outer === null) return true;
  if (inner === undefined || inner === null) return false;
  const [wide, narrow] = [readTextMatch(outer), readTextMatch(inner)];
  if (wide.exact !== undefined) return narrow.exact === wide.exact;
  if (wide.prefix !== undefined) return (narrow.exact ?? narrow.prefix ?? "").startsWith(wide.prefix);
  if (wide.regex !== undefined) return wide.regex === narrow.regex;
  // Nothing said of the text: it only must be there.
  return Object.keys(toMap(outer)).length === 0;
}

function coversUri(outer: Match, inner: Match): boolean {
  if (outer.ignoreUriCase === true) return coversText(lowerText(outer.uri), lowerText(inner.uri));
  // A path in any case is within one in its own case only where that has no letters.
  if (
    inner.ignoreUriCase === true &&
    outer.uri !== undefined &&
    !/^[^a-z]*$/i.test(readTextMatch(outer.uri).prefix ?? "a")
  ) {
    return false;
  }
  return coversText(outer.uri, inner.uri);
}

function lowerText(value: unknown): unknown {
  const { exact, prefix, regex } = readTextMatch(value);
  if (exact !== undefined) return { exact: exact.toLowerCase() };
  return prefix === undefined ? (regex === undefined ? value : { regex }) : { prefix: prefix.toLowerCase() };
}

function coversTexts(outer: Match, inner: Match): boolean {
  return Object.entries(outer).every(([key, text]) => key in inner && coversText(text ?? {}, inner[key] ?? {}));
}

function coversWithout(outer: Match, inner: Match): boolean {
  return Object.entries(outer).every(([key, text]) => key in inner && coversText(inner[key] ?? {}, text ?? {}));
}

function coversGateways(outer: unknown, inner: unknown): boolean {
  if (toTexts(outer).length === 0) return true;
  const own = toTexts(inner);
  return own.length > 0 && own.every((name) => toTexts(outer).includes(name));
}

/** Names of headers are the same in any case. */
function lowerKeys(value: unknown): Match {
  return Object.fromEntries(Object.entries(toMap(value)).map(([key, text]) => [key.toLowerCase(), text as unknown]));
}
