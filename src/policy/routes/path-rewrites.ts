import { escapeRegex } from "../../text/re2.js";
import type { HttpMatch } from "./http-match.js";

/**
 * What becomes of the path of a route's requests. It says so of the path alone, not of the match that the route has in one place: a
 * gateway and a fault narrow the match down, and the path that arrives stays the same.
 */
export interface PathRewrite {
  authority?: string;
  /** The path, or what stands in place of `below`, then without / at its end. */
  uri?: string;
  /** The beginning of the path that is replaced, by whole segments; empty: `uri` is put before the path. @default - the whole path */
  below?: string;
  /** Whether `below` is compared without regard to case. @default false */
  isFolded?: boolean;
  uriRegexRewrite?: { match: string; rewrite: string };
}

/** Alternatives of a route whose paths are rewritten in one way. */
export interface RewrittenPart {
  match?: HttpMatch[];
  rewrite?: PathRewrite;
}

/** `rewrite` of a document. */
type GivenRewrite = Pick<PathRewrite, "authority" | "uri" | "uriRegexRewrite">;

/**
 * A route's alternatives by what becomes of their paths, the more specific path first, as the Gateway API has it. Istio replaces as many
 * characters as the prefix has: /x by / makes // of /x/, and s of /xs. Here a prefix is one of whole segments where it is rewritten.
 */
export function splitByPath(match: readonly HttpMatch[] | undefined, given: GivenRewrite | undefined): RewrittenPart[] {
  if (given?.uri === undefined) return [{ match: match && [...match], rewrite: given }];
  const uri = given.uri;
  if (match === undefined) return [{ rewrite: replaceBelow(given, uri, "", false) }];
  const groups = new Map<string, RewrittenPart & { rank: number }>();
  for (const one of match) {
    const below = findBelow(one, match);
    const isFolded = one.ignoreUriCase === true;
    const key = JSON.stringify([below ?? one.uri?.regex === undefined, isFolded]);
    const group = groups.get(key) ?? {
      match: [],
      rewrite: below === undefined ? given : replaceBelow(given, uri, below, isFolded),
      rank: below?.length ?? (one.uri?.regex === undefined ? Infinity : -1),
    };
    groups.set(key, { ...group, match: addAlternatives(group.match ?? [], one) });
  }
  return [...groups.values()]
    .sort((a, b) => b.rank - a.rank)
    .map(({ match: own, rewrite }) => ({ match: own, rewrite }));
}

/** The segments that are replaced; undefined where the path is, as a whole. */
export function findReplaced({ uri }: HttpMatch): string | undefined {
  if (uri === undefined) return "";
  return uri.prefix === undefined ? undefined : trimSlashes(uri.prefix);
}

/** Beside what is below it, exactly a path is no case of its own: both are what a prefix is. */
function findBelow(one: HttpMatch, all: readonly HttpMatch[]): string | undefined {
  const { uri, ...rest } = one;
  if (uri?.exact === undefined) return findReplaced(one);
  const isBeside = all.some(
    ({ uri: other, ...others }) =>
      other?.prefix !== undefined &&
      trimSlashes(other.prefix) === uri.exact &&
      JSON.stringify(rest) === JSON.stringify(others),
  );
  return isBeside ? uri.exact : undefined;
}

/** Only / put before the path changes nothing. */
function replaceBelow(given: GivenRewrite, uri: string, below: string, isFolded: boolean): PathRewrite | undefined {
  const replacement = trimSlashes(uri) || "/";
  const { authority } = given;
  const own = authority === undefined ? {} : { authority };
  if (below === "" && replacement === "/") return authority === undefined ? undefined : own;
  return { ...own, uri: replacement, below, ...(isFolded ? { isFolded } : {}) };
}

/** A prefix as the path itself and what is below it, each alternative once. */
function addAlternatives(all: readonly HttpMatch[], one: HttpMatch): HttpMatch[] {
  const prefix = one.uri?.prefix ?? "/";
  const wanted = prefix.endsWith("/")
    ? [one]
    : [
        { ...one, uri: { exact: prefix } },
        { ...one, uri: { prefix: `${prefix}/` } },
      ];
  const known = new Set(all.map((other) => JSON.stringify(other)));
  return [...all, ...wanted.filter((other) => !known.has(JSON.stringify(other)))];
}

/** The path that arrives, of one that is `below` or within it. */
export function rewritePath({ uri, below }: PathRewrite, path: string): string {
  if (uri === undefined) return path;
  if (below === undefined) return uri;
  const rest = path === "/" && below === "" ? "" : path.slice(below.length);
  return uri === "/" ? rest || "/" : `${uri}${rest}`;
}

/** `rewrite` of Istio's API. */
function renderRewrite({ uri, below, isFolded = false, ...rest }: PathRewrite): object {
  if (uri === undefined || below === undefined) return { ...rest, ...(uri === undefined ? {} : { uri }) };
  const start = `${isFolded ? "(?i)" : ""}^`;
  // Envoy replaces what the expression finds: / alone or nothing, the segments, or with / the one behind them too.
  const found = below === "" ? "(?:/$)?" : `${escapeRegex(below)}${uri === "/" ? "/?" : ""}`;
  return { ...rest, uriRegexRewrite: { match: `${start}${found}`, rewrite: uri } };
}

/** A route as Istio's API has it. */
export function renderRoute<T extends { rewrite?: PathRewrite }>(route: T): T {
  return route.rewrite === undefined ? route : { ...route, rewrite: renderRewrite(route.rewrite) };
}

function trimSlashes(path: string): string {
  return path.replace(/\/+$/, "");
}
