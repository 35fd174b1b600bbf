import type { ValuePath } from "../../../findings/place.js";
import { toMap, toMaps, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import { type Workload, type AnalyzedObject } from "../../../mesh/objects.js";
import { createGatewaySelection, file } from "../../../mesh/selection.js";
import { matchesPolicySelector, type Labels } from "../../../mesh/selectors.js";
import { resolveGateway } from "../../../mesh/virtual-service.js";

const claimHeader = /^@request\.auth\.claims(\..+|\[.+\])$/is;

/** Source: istio pkg/config/analysis/analyzers/virtualservice, JWTClaimRouteAnalyzer. */
export const jwtClaimRoutes: Rule = {
  name: "jwt-claim-routes",
  codes: ["IST0149"],
  reads: [
    "networking.istio.io/VirtualService",
    "networking.istio.io/Gateway",
    "security.istio.io/RequestAuthentication",
  ],
  check: (context) => {
    const findUnchecked = createSearch(context);
    for (const object of context.list("networking.istio.io/VirtualService")) {
      const [claim] = listClaims(object);
      if (claim === undefined) continue;
      for (const name of toTexts(toMap(object.manifest.spec).gateways)) {
        if (name === "mesh") continue;
        const gateway = resolveGateway(name, object.namespace);
        const [workload] = findUnchecked(gateway);
        if (workload === undefined) continue;
        const pods = `${workload.object.manifest.kind} ${workload.namespace}/${workload.object.manifest.metadata.name}`;
        const message = `a route matches on "${claim.key}", and no RequestAuthentication reads tokens at ${pods} of the Gateway ${gateway.namespace}/${gateway.name}`;
        context.report(object, { code: "IST0149", path: claim.path, message });
      }
    }
  },
};

/** The pods of a gateway that no RequestAuthentication selects; looked up once for each gateway. */
function createSearch(context: RuleContext): (gateway: { namespace: string; name: string }) => readonly Workload[] {
  const select = context.ask(createGatewaySelection);
  const selectors = new Map<string, Labels[]>();
  for (const { namespace, manifest } of context.list("security.istio.io/RequestAuthentication")) {
    const spec = toMap(manifest.spec);
    if (spec.targetRef !== undefined || spec.targetRefs !== undefined) continue;
    file(selectors, namespace, toMap(toMap(spec.selector).matchLabels));
  }
  const isChecked = ({ namespace, labels }: Workload) =>
    [context.mesh.rootNamespace, namespace].some((from) =>
      (selectors.get(from) ?? []).some((selector) => matchesPolicySelector(selector, labels)),
    );
  const found = new Map<string, readonly Workload[]>();
  return ({ namespace, name }) => {
    const gateway = context.find("networking.istio.io/Gateway", namespace, name);
    if (gateway === undefined) return [];
    const key = `${namespace}/${name}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const workloads = select(toMap(toMap(gateway.manifest.spec).selector)).filter((one) => !isChecked(one));
    found.set(key, workloads);
    return workloads;
  };
}

/** Where routes go by claims of a token. Source: `ToRoutingClaim` in istio pkg/jwt. */
function listClaims({ manifest }: AnalyzedObject): { key: string; path: ValuePath }[] {
  return toMaps(toMap(manifest.spec).http).flatMap((route, index) =>
    toMaps(route.match).flatMap((match, position) =>
      ["headers", "withoutHeaders"].flatMap((field) =>
        Object.keys(toMap(match[field]))
          .filter((key) => claimHeader.test(key))
          .map((key) => ({ key, path: ["spec", "http", index, "match", position, field, key] })),
      ),
    ),
  );
}
