import { createServiceContexts, type Surroundings } from "../contexts.js";
import type { Exposed } from "../exposure/exposures.js";
import type { HttpRoute } from "../kind.js";
import type { Unnamed } from "./backend.js";
import type { ConvertedRoute, Inexpressible } from "./rule.js";
import { describeGateway } from "../exposure/listeners.js";

/** A route that is exposed. */
interface Found {
  route: HttpRoute;
  exposed: Exposed;
  surroundings: Surroundings;
}

/** Reports what rules of the Gateway API do not say, each where the document says it. */
export function checkConverted({ inexpressible, widened }: ConvertedRoute, found: Found): void {
  const where = `route ${found.route.name ?? ""} at ${describeGateway(found.exposed.gateway)}`;
  for (const one of inexpressible) {
    locate(found, one)("MESH0253", `${where}: HTTPRoute cannot say ${one.what}`, one.remedy);
  }
  for (const prefix of new Set(widened)) {
    const segments = prefix.replace(/\/$/, "");
    const message = `${where}: the path prefix ${prefix} is compared by whole segments: it is for ${segments} and what is below ${segments}/`;
    locate(found, { kind: "routes", field: "match" })("MESH0255", message);
  }
}

/** Reports a destination of TLS or TCP that cannot be named. */
export function reportUnnamed({ what, remedy }: Unnamed, { family, gateway, report }: Exposed): void {
  report("MESH0253", `${describeGateway(gateway)}: ${family}Route cannot say ${what}`, remedy);
}

/** Reports at the place of a policy: the route's own, else that of the service or what it inherits from, else of the exposure. */
function locate(
  { route, exposed, surroundings }: Found,
  { kind, field }: Pick<Inexpressible, "kind" | "field">,
): Exposed["report"] {
  const contexts = createServiceContexts(exposed.service, surroundings);
  const context = contexts.of("routes");
  const given = (context.values.routes ?? []) as Record<string, unknown>[];
  // What is injected for some requests alone has a name of its own, made of the route's.
  const name = route.name?.split("/").at(-1)?.split(".")[0];
  const index = given.findIndex((one) => one.name === name);
  const own = given[index];
  if (kind === "routes") {
    if (own !== undefined && field !== undefined && own[field] !== undefined) {
      return (...said) => context.report([index, field], ...said);
    }
    const isSwitchedOff = context.values.fallback !== undefined && field !== "match";
    return isSwitchedOff ? (...said) => contexts.of("fallback").report([], ...said) : exposed.report;
  }
  const ofKind = own?.[kind] === undefined ? contexts.of(kind) : contexts.ofRoute(index, kind);
  return (...said) => ofKind.report([], ...said);
}
