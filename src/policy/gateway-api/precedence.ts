import type { Exposed } from "../exposure/exposures.js";
import type { KubernetesMatch } from "./match.js";
import { canBothHold, compareMatches } from "./order.js";
import { describeGateway } from "../exposure/listeners.js";

/** A route of a host, in the order in which documents have them. */
export interface OrderedRoute {
  /** `<namespace>/<service>/<route>`. */
  name: string;
  exposed: Exposed;
  matches: readonly KubernetesMatch[];
}

/**
 * Reports routes that documents have before others, and that the Gateway API tries after them: there the more specific path counts first,
 * whatever the order. Between routes of two services of which none is more specific, the older object counts.
 */
export function checkOrder(routes: readonly OrderedRoute[]): void {
  routes.forEach((later, index) => {
    for (const earlier of routes.slice(0, index)) {
      if (earlier.name === later.name || isTaken(earlier, later) || !shareListener(earlier, later)) continue;
      const pair = findTurned(earlier, later);
      if (pair === undefined) continue;
      const [first, second] = pair.map(describeMatch) as [string, string];
      const { host, gateway, report } = earlier.exposed;
      const message = `route ${earlier.name} comes before ${later.name}, but for ${host} at ${describeGateway(gateway)} ${second} of the latter counts first, not ${first}. The Gateway API uses the more specific path, not the earlier one`;
      report("MESH0254", message);
    }
  });
}

/** One path of two services is a finding already. */
function isTaken({ exposed: one }: OrderedRoute, { exposed: other }: OrderedRoute): boolean {
  return one.service !== other.service && one.path === other.path;
}

function shareListener({ exposed: one }: OrderedRoute, { exposed: other }: OrderedRoute): boolean {
  return one.listeners.some(({ name }) => other.listeners.some((listener) => listener.name === name));
}

function findTurned(earlier: OrderedRoute, later: OrderedRoute): [KubernetesMatch, KubernetesMatch] | undefined {
  const isSame = earlier.exposed.service === later.exposed.service;
  for (const first of earlier.matches) {
    const second = later.matches.find((match) => {
      const order = compareMatches(first, match);
      return canBothHold(first, match) && (isSame ? order > 0 : order >= 0);
    });
    if (second !== undefined) return [first, second];
  }
  return undefined;
}

function describeMatch({ path, method, headers = [], queryParams = [] }: KubernetesMatch): string {
  const named = [...headers, ...queryParams].map(({ name }) => ` with ${name}`).join("");
  return `${method === undefined ? "" : `${method} `}${path.type} ${path.value}${named}`;
}
