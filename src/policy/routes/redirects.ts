import type { HttpMatch } from "./http-match.js";
import { findReplaced, splitByPath, type PathRewrite } from "./path-rewrites.js";

/** `redirect` of a document. */
export interface GivenRedirect {
  prefixRewrite?: string;
  [field: string]: unknown;
}

/** A redirect that says what becomes of the path as a rewrite does: by whole segments, whatever match its route has in one place. */
export interface Redirect {
  /** @default - as the other fields say */
  path?: PathRewrite;
  [field: string]: unknown;
}

/** Alternatives of a redirect whose paths become others in one way. */
export function splitRedirect(
  match: readonly HttpMatch[] | undefined,
  { prefixRewrite, ...rest }: GivenRedirect,
): { match?: HttpMatch[]; redirect: Redirect }[] {
  return splitByPath(match, prefixRewrite === undefined ? undefined : { uri: prefixRewrite }).map(
    ({ match: own, rewrite: path }) => ({
      ...(own === undefined ? {} : { match: own }),
      redirect: path === undefined ? rest : { ...rest, path },
    }),
  );
}

/** Matches of a route that `prefixRewrite` has nothing to take from: their places in its `match`. */
export function listUnprefixed(match: readonly HttpMatch[]): number[] {
  return match.flatMap((one, index) => (findReplaced(one) === undefined ? [index] : []));
}

/** A route as Istio's API has it: for each beginning of a path one, since Envoy replaces the characters that have matched. */
export function renderRedirect<T extends { match?: HttpMatch[]; redirect?: Redirect }>(route: T): T[] {
  const { path, ...rest } = route.redirect ?? {};
  if (path === undefined) return [route];
  const groups = new Map<string, { fields: object; match: HttpMatch[] }>();
  for (const one of route.match ?? [{}]) {
    const fields = renderPath(one, path);
    const key = JSON.stringify(fields);
    const group = groups.get(key) ?? { fields, match: [] };
    group.match.push(one);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ fields, match }) => ({
    ...route,
    ...(route.match === undefined ? {} : { match }),
    redirect: { ...rest, ...fields },
  }));
}

function renderPath({ uri }: HttpMatch, { uri: replacement = "", below }: PathRewrite): object {
  if (below === undefined) return { uri: replacement };
  const start = replacement === "/" ? "" : replacement;
  if (uri?.exact !== undefined) return { uri: `${start}${uri.exact.slice(below.length)}` || "/" };
  return { prefixRewrite: `${start}${(uri?.prefix ?? "/").slice(below.length)}` };
}
