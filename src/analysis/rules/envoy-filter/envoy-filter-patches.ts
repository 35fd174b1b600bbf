import { toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

const relative = ["INSERT_BEFORE", "INSERT_AFTER", "REPLACE", "REMOVE"];
const replaceable = ["HTTP_FILTER", "LISTENER_FILTER", "NETWORK_FILTER", "VIRTUAL_HOST"];

/**
 * Source: istio pkg/config/analysis/analyzers/envoyfilter; what does nothing as in pilot/pkg/networking/core/envoyfilter, which adds
 * and removes routes and replaces listener filters.
 */
export const envoyFilterPatches: Rule = {
  name: "envoy-filter-patches",
  codes: ["IST0151", "IST0152", "IST0153", "IST0154", "IST0155"],
  reads: ["networking.istio.io/EnvoyFilter"],
  check: (context) => {
    const filters = context.list("networking.istio.io/EnvoyFilter");
    const all = filters.flatMap((object) => toMaps(object.manifest.spec?.configPatches));
    const versioned = countNames(all.filter(hasProxyVersion));
    for (const object of filters) {
      toMaps(object.manifest.spec?.configPatches).forEach((patch, index) => {
        checkPatch(context, { object, patch, index, versioned });
      });
    }
  },
};

interface Patch {
  object: AnalyzedObject;
  /** One of `configPatches`. */
  patch: Record<string, any>;
  index: number;
  /** How many patches for proxies of one version there are of each name. */
  versioned: ReadonlyMap<string, number>;
}

function checkPatch({ report }: RuleContext, { object, patch, index, versioned }: Patch): void {
  const operation: unknown = toMap(patch.patch).operation;
  const applyTo = String(patch.applyTo);
  if (typeof operation !== "string") return;
  const path = ["spec", "configPatches", index, "patch", "operation"];
  const ignored = `${operation} does nothing for ${applyTo}`;
  if ((operation === "ADD" || operation === "REMOVE") && applyTo === "ROUTE_CONFIGURATION") {
    report(object, { code: operation === "ADD" ? "IST0153" : "IST0154", path, message: ignored });
  } else if (operation === "REPLACE" && !replaceable.includes(applyTo)) {
    const message = `${ignored}, only for ${replaceable.join(", ")}`;
    report(object, { code: "IST0152", path, message });
  } else if (relative.includes(operation) && !Number(toMap(object.manifest.spec).priority)) {
    const name = findName(patch);
    const others = (versioned.get(name) ?? 0) - (hasProxyVersion(patch) ? 1 : 0);
    const message = `${operation} needs what another EnvoyFilter may make, and without a priority the older one comes first`;
    if (name === "" || others === 0) report(object, { code: "IST0151", path, message });
    else {
      const which = `another patch of ${name} is for a proxyVersion only, so an upgrade changes what exists`;
      report(object, { code: "IST0155", path, message: `${message}; ${which}` });
    }
  }
}

function countNames(patches: readonly Record<string, any>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of patches.map(findName)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** What it makes, or else what it looks for. */
function findName(patch: Record<string, any>): string {
  const filter = toMap(toMap(toMap(toMap(patch.match).listener).filterChain).filter);
  const name: unknown = toMap(toMap(patch.patch).value).name ?? filter.name;
  return typeof name === "string" ? name : "";
}

function hasProxyVersion(patch: Record<string, any>): boolean {
  return Boolean(toMap(toMap(patch.match).proxy).proxyVersion);
}
