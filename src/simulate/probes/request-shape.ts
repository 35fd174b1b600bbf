/** What a request has so that a rule matches it, or does not. */
export interface RequestShape {
  method?: string;
  path?: string;
  query?: string;
  /** By name in lower case. */
  headers?: Readonly<Record<string, string>>;
  claims?: Readonly<Record<string, unknown>>;
  /** Of the Service, or of the gateway. */
  port?: number;
}

/** A path that no rule names. */
export const plainPath = "/probe";

/** Each of the first with each of the others, whose values count only where the first has none. The same shape comes once. */
export function combineShapes(first: readonly RequestShape[], others: readonly RequestShape[]): RequestShape[] {
  const combined = first.flatMap((shape) => others.map((other) => mergeShapes(other, shape)));
  return dropSameShapes(combined);
}

/** One shape of two. @param over whose values count where both have one */
export function mergeShapes(under: RequestShape, over: RequestShape): RequestShape {
  const headers = { ...under.headers, ...over.headers };
  const claims = { ...under.claims, ...over.claims };
  return {
    ...under,
    ...over,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(Object.keys(claims).length === 0 ? {} : { claims }),
  };
}

/** The same shapes, each once, in the order of their first. */
export function dropSameShapes(shapes: readonly RequestShape[]): RequestShape[] {
  return [...new Map(shapes.map((shape) => [keyOf(shape), shape])).values()];
}

function keyOf({ method, path, query, headers = {}, claims = {}, port }: RequestShape): string {
  const sorted = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([method, path, query, sorted, claims, port]);
}

/** A request in words: `GET /api with x-user: tester`; what no rule names is any other. */
export function describeShape({ method, path, query, headers = {}, claims, port }: RequestShape): string {
  const url = `${path ?? ""}${query === undefined ? "" : `?${query}`}`;
  const parts = [
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(claims === undefined ? [] : [`the claims ${JSON.stringify(claims)}`]),
  ];
  const first = [method, url].filter(Boolean).join(" ");
  const what = [first, ...(parts.length === 0 ? [] : [`with ${parts.join(", ")}`])].filter(Boolean).join(" ");
  return `${what === "" ? "other requests" : what}${port === undefined ? "" : ` at port ${port}`}`;
}
