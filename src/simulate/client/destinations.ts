import { createStep, type Delivery, type Step } from "../answer.js";
import { toPort } from "../../mesh/ports.js";
import { toMap, toMaps, toText } from "../../text/read.js";
import type { Routed, Target } from "../routed.js";
import { changeHeaders, readAuthority } from "./change-headers.js";
import { computeDelivery } from "./delivery.js";
import type { Flow } from "./flow.js";
import type { RuleEntry, Source } from "./http-rule.js";
import { listMirrors } from "./mirrors.js";
import { rewritePath } from "./rewrite.js";

/** One destination of a rule, with its share of the requests. */
export interface WeightedDestination {
  value: Readonly<Record<string, any>>;
  share: number;
  source: Source;
}

/**
 * The destinations that get requests: a single one gets all, of several those without weight get none.
 * Source: `applyHTTPRouteDestination` in istio pilot/pkg/networking/core/route/route.go.
 */
export function listDestinations(route: unknown, { object, path }: Source): WeightedDestination[] {
  const all = toMaps(route).map((value, index) => ({ value, source: { object, path: [...path, index] } }));
  if (all.length === 1) return all.map((one) => ({ ...one, share: 1 }));
  const weighted = all.filter(({ value }) => Number(value.weight ?? 0) > 0);
  const sum = weighted.reduce((total, { value }) => total + Number(value.weight), 0);
  return weighted.map((one) => ({ ...one, share: Number(one.value.weight) / sum }));
}

/** Where a rule sends requests on. @param delay that a fault adds before */
export function routeToDestinations(entry: RuleEntry, flow: Flow, steps: readonly Step[], delay?: string): Routed[] {
  const { rule } = entry;
  const destinations = listDestinations(rule.value.route, rule.find("route"));
  const path = rewritePath(entry, flow.path);
  const unknown =
    path === undefined
      ? "RE2 does not take the expression of the rewrite"
      : destinations.length === 0
        ? "the rule names no destination that gets requests, which Envoy refuses"
        : undefined;
  if (path === undefined || unknown !== undefined) {
    return [{ share: 1, steps, end: { kind: "unknown", reason: unknown ?? "" } }];
  }
  const delivery = computeDelivery(rule.value, flow.config);
  const rewriting = listRewriteSteps(entry, flow, path);
  const mirroring = listMirrors(rule, flow);
  const shared = { path, delivery, delay, mirrors: mirroring.mirrors };
  return destinations.map((destination) => {
    const before = [...steps, ...rewriting, ...mirroring.steps];
    return routeTo(destination, { entry, flow, ...shared }, before);
  });
}

interface Sent {
  entry: RuleEntry;
  flow: Flow;
  path: string;
  delivery: Delivery;
  delay: string | undefined;
  mirrors: Target["mirrors"];
}

function routeTo({ value, share, source }: WeightedDestination, sent: Sent, before: readonly Step[]): Routed {
  const { entry, flow, path, delivery, delay, mirrors } = sent;
  const { rule } = entry;
  const destination = toMap(value.destination);
  const [host, subset] = [toText(destination.host), toText(destination.subset)];
  const port = toPort(toMap(destination.port).number);
  const upstream = flow.findUpstream(host, port);
  const at = [...source.path, "destination"];
  const label = `${host}${port === undefined ? "" : `:${port}`}${subset === "" ? "" : `, subset ${subset}`}`;
  if (upstream === undefined) {
    const status = rule.isGatewayApi ? 500 : 503;
    const message = `the proxy has no cluster for ${label}`;
    const steps = [...before, createStep("destination", message, source.object, at)];
    return {
      share,
      steps,
      end: { kind: "answered", status, by: "noRoute", ...(delay === undefined ? {} : { delay }) },
    };
  }
  const headers = changeHeaders(changeHeaders(flow.request.headers, value.headers), rule.value.headers);
  const authority =
    toText(toMap(rule.value.rewrite).authority) || readAuthority(rule.value.headers) || readAuthority(value.headers);
  const weight = share === 1 ? "" : `, ${formatShare(share)} of the requests`;
  return {
    share,
    steps: [...before, createStep("destination", `goes to ${label}${weight}`, source.object, at)],
    target: {
      ...{ host, port: upstream.port, subset, service: upstream.service, proxy: flow.proxy, delivery, mirrors },
      request: { ...flow.request, path, headers },
      authority: authority || flow.authority,
      ...(delay === undefined ? {} : { delay }),
    },
  };
}

function listRewriteSteps({ rule }: RuleEntry, { path: given }: Flow, path: string): Step[] {
  const { authority } = toMap(rule.value.rewrite);
  const { object, path: at } = rule.find("rewrite");
  return [
    ...(path === given ? [] : [createStep("rewrite", `the path becomes ${path}`, object, at)]),
    ...(toText(authority) === ""
      ? []
      : [createStep("rewrite", `the host header becomes ${toText(authority)}`, object, [...at, "authority"])]),
  ];
}

/** `12.5 %`. */
export function formatShare(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}
