import { toMilliseconds } from "../duration.js";
import type { HttpMatch } from "../routes/http-match.js";
import type { Destination, HttpRoute } from "../kind.js";
import { computeBackend, type BackendPlace, type BackendRef } from "./backend.js";
import { convertCors, convertHeaders, convertRedirect, convertRewrite } from "./filters.js";
import { convertMatches, type KubernetesMatch } from "./match.js";
import { convertRetries, type KubernetesRetry } from "./retries.js";

/** A filter of HTTPRoute. */
export type RouteFilter = Readonly<Record<string, unknown>> & { type: string };

/** HTTPRouteRule of the Gateway API. */
export interface KubernetesRule {
  matches: KubernetesMatch[];
  filters?: RouteFilter[];
  backendRefs?: (BackendRef & { filters?: RouteFilter[] })[];
  timeouts?: { request?: string; backendRequest?: string };
  retry?: KubernetesRetry;
}

/** What cannot be said, and the policy kind and the field of a route that say it. */
export interface Inexpressible {
  kind: string;
  field?: string;
  what: string;
  /** @default - that of the code */
  remedy?: string;
}

/** The rules of a route, what of it they do not say, and prefixes that they compare by whole segments. */
export interface ConvertedRoute {
  rules: KubernetesRule[];
  inexpressible: Inexpressible[];
  widened: string[];
}

/** What no rule of HTTPRoute says at all: the field of Istio's route, and whose it is. */
const unknownFields: Readonly<Record<string, Inexpressible>> = {
  fault: { kind: "fault", what: "faults" },
  directResponse: { kind: "routes", field: "directResponse", what: "an answer of its own" },
  delegate: { kind: "routes", field: "weightsOwnedBy", what: "a delegate, whose weights somebody else owns" },
};

/** A route of Istio's API as rules of HTTPRoute. */
export function convertRoute(route: HttpRoute, place: BackendPlace, hasRetries: boolean): ConvertedRoute {
  const inexpressible = Object.entries(unknownFields).flatMap(([field, found]) =>
    route[field] === undefined ? [] : [found],
  );
  const report = (field: string, what: string) => void inexpressible.push({ kind: "routes", field, what });
  const { matches, widened, inexpressible: unsaid } = convertMatches((route.match ?? []) as HttpMatch[]);
  for (const what of unsaid) report("match", what);
  const { below } = route.rewrite ?? route.redirect?.path ?? {};
  if (below !== undefined) checkWidened(widened.splice(0), inexpressible);
  const toBackend = (destination: Destination, kind: string, field?: string): BackendRef[] => {
    const backend = computeBackend(destination, place);
    if ("port" in backend) return [backend];
    inexpressible.push({ kind, field, ...backend });
    return [];
  };
  const backendRefs = route.route?.flatMap(({ destination, weight, headers }) =>
    toBackend(destination, "routes", "to").map((backend) => ({
      ...backend,
      ...(weight === undefined ? {} : { weight }),
      ...(headers === undefined ? {} : { filters: convertHeaders(headers) }),
    })),
  );
  const mirrors = ((route.mirrors ?? []) as Mirror[]).flatMap(({ destination, percentage }) =>
    toBackend(destination, "mirror").map((backendRef) => ({
      type: "RequestMirror",
      requestMirror: { backendRef, ...convertPercentage(percentage.value) },
    })),
  );
  const timeout = route.timeout as string | undefined;
  const options = { hasRetries, formatDuration };
  const ofRetries = convertRetries(route.retries as Record<string, unknown> | undefined, timeout, options);
  for (const what of ofRetries.inexpressible) inexpressible.push({ kind: "retries", what });
  const timeouts = {
    ...(timeout === undefined ? {} : { request: formatDuration(timeout) }),
    ...(ofRetries.perTryTimeout === undefined ? {} : { backendRequest: ofRetries.perTryTimeout }),
  };
  const shared: RouteFilter[] = [
    ...convertHeaders(route.headers),
    ...convertCors(route.corsPolicy, report),
    ...mirrors,
  ];
  // A rewritten path is said in another way for each kind of match, and only where a rule has one.
  const isRewritten = (route.rewrite?.uri ?? route.redirect?.path) !== undefined;
  const groups = isRewritten ? matches.map((match) => [match]) : [matches];
  const rules = groups.map((own): KubernetesRule => {
    const path = own[0]?.path;
    const filters = [
      ...shared,
      ...convertRedirect(route.redirect, path, report),
      ...convertRewrite(route.rewrite, path, report),
    ];
    return {
      matches: own,
      ...(filters.length === 0 ? {} : { filters }),
      ...(backendRefs === undefined ? {} : { backendRefs }),
      ...(Object.keys(timeouts).length === 0 ? {} : { timeouts }),
      ...(ofRetries.retry === undefined ? {} : { retry: ofRetries.retry }),
    };
  });
  return { rules, inexpressible, widened };
}

/** What is rewritten there would not be rewritten in the mesh. */
function checkWidened(widened: readonly string[], inexpressible: Inexpressible[]): void {
  const remedy = "write the prefix without / at its end, which is for what is below it too";
  for (const prefix of widened) {
    const what = `the rewritten prefix ${prefix} without ${prefix.replace(/\/$/, "")} itself`;
    inexpressible.push({ kind: "routes", field: "match", what, remedy });
  }
}

interface Mirror {
  destination: Destination;
  percentage: { value: number };
}

function convertPercentage(value: number): object {
  if (Number.isInteger(value)) return { percent: value };
  return { fraction: { numerator: Math.round(value * 10_000), denominator: 1_000_000 } };
}

/** Whole numbers of each unit: the Gateway API takes no fractions. */
function formatDuration(text: string): string {
  const total = Math.round(toMilliseconds(text));
  const parts: [number, string][] = [
    [Math.floor(total / 3_600_000), "h"],
    [Math.floor(total / 60_000) % 60, "m"],
    [Math.floor(total / 1000) % 60, "s"],
    [total % 1000, "ms"],
  ];
  return parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`])).join("");
}
