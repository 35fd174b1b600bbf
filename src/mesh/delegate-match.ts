import { readTextMatch } from "./text-match.js";
import { toMap, toTexts } from "../text/read.js";

type Match = Readonly<Record<string, any>>;

/**
 * What keeps istiod from joining a match of a delegate with one of the route that leads to it: the field in which the inner is not within the outer;
 * undefined where they fit. Source: `hasConflict` in istio pilot/pkg/model/virtualservice.go.
 */
export function findConflict(root: Match, leaf: Match): string | undefined {
  const text = ["uri", "scheme", "method", "authority"].find((key) => contradicts(root[key], leaf[key]));
  if (text !== undefined) return text;
  for (const field of ["headers", "withoutHeaders", "queryParams"]) {
    const outer = toMap(root[field]);
    const key = Object.entries(toMap(leaf[field])).find(([name, value]) => contradicts(outer[name], value))?.[0];
    if (key !== undefined) return `${field}.${key}`;
  }
  if ((root.ignoreUriCase === true) !== (leaf.ignoreUriCase === true)) return "ignoreUriCase";
  if (root.port && leaf.port && root.port !== leaf.port) return "port";
  if (root.sourceNamespace && root.sourceNamespace !== leaf.sourceNamespace) return "sourceNamespace";
  const labels = toMap(root.sourceLabels);
  const hasOtherLabel = Object.entries(toMap(leaf.sourceLabels)).some(
    ([key, value]) => labels[key] !== undefined && labels[key] !== value,
  );
  if (hasOtherLabel) return "sourceLabels";
  const [outer, inner] = [listNames(root.gateways), listNames(leaf.gateways)];
  return outer.length > 0 && inner.some((name) => !outer.includes(name)) ? "gateways" : undefined;
}

/** The names alone: the namespaces before them may be written or not. */
function listNames(gateways: unknown): string[] {
  return toTexts(gateways).map((name) => name.slice(name.indexOf("/") + 1));
}

function contradicts(root: unknown, leaf: unknown): boolean {
  if (root === undefined || root === null || leaf === undefined || leaf === null) return false;
  const [outer, inner] = [readTextMatch(root), readTextMatch(leaf)];
  // A pattern cannot be within anything, nor have anything within it.
  if (outer.exact) return inner.exact !== outer.exact;
  if (outer.prefix) return !(inner.exact ?? inner.prefix ?? "").startsWith(outer.prefix);
  return true;
}
