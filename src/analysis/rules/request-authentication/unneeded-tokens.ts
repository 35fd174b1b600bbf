import { createWorkloads, type MeshWorkload, type MeshWorkloads } from "../../../mesh/workloads.js";
import { toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { formatLabels } from "../../../mesh/selectors.js";

/** A token that is wrong is refused, one that is missing is not: only an access rule can ask for it. */
export const unneededTokens: Rule = {
  name: "unneeded-tokens",
  codes: ["MESH0330"],
  reads: [
    "security.istio.io/AuthorizationPolicy",
    "security.istio.io/RequestAuthentication",
    "networking.istio.io/VirtualService",
  ],
  check: (context) => {
    const workloads = context.ask(createWorkloads);
    const needs = collectNeeds(context, workloads);
    const isRouting = context.list("networking.istio.io/VirtualService").some(routesByClaims);
    if (isRouting) return;
    for (const object of context.list("security.istio.io/RequestAuthentication")) {
      if (toMaps(object.manifest.spec?.jwtRules).length === 0 || isNeeded(object, needs, workloads, context)) continue;
      const message = "no AuthorizationPolicy asks for a token here, so requests without one pass";
      context.report(object, { code: "MESH0330", path: ["spec", "jwtRules"], message });
    }
  },
};

/** Where access rules ask for a token: in whole namespaces, of workloads, and of what targetRefs name. */
interface Needs {
  namespaces: Set<string>;
  workloads: Set<MeshWorkload>;
  targets: Set<string>;
}

function collectNeeds({ list, mesh }: RuleContext, workloads: MeshWorkloads): Needs {
  const needs: Needs = { namespaces: new Set(), workloads: new Set(), targets: new Set() };
  for (const object of list("security.istio.io/AuthorizationPolicy")) {
    if (!asksForToken(object)) continue;
    const { labels, isForAll, targets } = readScope(object);
    for (const target of targets) needs.targets.add(target);
    if (targets.length > 0) continue;
    if (isForAll) needs.namespaces.add(object.namespace);
    const namespace = object.namespace === mesh.rootNamespace ? undefined : object.namespace;
    if (!isForAll) for (const workload of workloads.select(labels, namespace)) needs.workloads.add(workload);
  }
  return needs;
}

/** Where nothing is known of what it is for, nothing is known of who asks. */
function isNeeded(object: AnalyzedObject, needs: Needs, workloads: MeshWorkloads, { mesh }: RuleContext): boolean {
  if (needs.namespaces.has(mesh.rootNamespace) || needs.namespaces.has(object.namespace)) return true;
  const { labels, isForAll, targets } = readScope(object);
  if (targets.length > 0) return targets.some((target) => needs.targets.has(target));
  const isMeshWide = object.namespace === mesh.rootNamespace;
  if (isMeshWide && isForAll && needs.namespaces.size + needs.targets.size > 0) return true;
  const selected = workloads.select(labels, isMeshWide ? undefined : object.namespace);
  return selected.length === 0 || selected.some((workload) => needs.workloads.has(workload));
}

function readScope({ manifest, namespace }: AnalyzedObject) {
  const { selector, targetRef, targetRefs } = toMap(manifest.spec);
  const labels = toMap(toMap(selector).matchLabels);
  const references = targetRef === undefined ? toMaps(targetRefs) : [toMap(targetRef)];
  const targets = references.map(({ kind, name }) => `${namespace}/${String(kind)}/${String(name)}`);
  return { labels, isForAll: formatLabels(labels) === "", targets };
}

function asksForToken({ manifest }: AnalyzedObject): boolean {
  const { action, rules } = toMap(manifest.spec);
  // An authorizer of one's own may look at the token by itself.
  if (action === "CUSTOM") return true;
  return toMaps(rules).some(
    ({ from, when }) =>
      toMaps(from).some(({ source }) => {
        const { requestPrincipals, notRequestPrincipals } = toMap(source);
        return requestPrincipals !== undefined || notRequestPrincipals !== undefined;
      }) || toMaps(when).some(({ key }) => typeof key === "string" && key.startsWith("request.auth.")),
  );
}

/** Routes that only requests with a token match are a way of asking for it. */
function routesByClaims({ manifest }: AnalyzedObject): boolean {
  const matches = toMaps(manifest.spec?.http).flatMap(({ match }) => toMaps(match));
  const names = matches
    .flatMap((one) => [one.headers, one.withoutHeaders])
    .flatMap((headers) => Object.keys(toMap(headers)));
  return names.some((name) => name.startsWith("@request.auth.claims"));
}
