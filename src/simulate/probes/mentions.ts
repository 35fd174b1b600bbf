import { createDestinationRules } from "../../mesh/destination-rules.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import type { ProbeCaller } from "./callers.js";
import { createTargetPolicies } from "./target-policies.js";
import type { Target } from "./targets.js";

/** What rules say of callers, so that it may tell them apart: a pattern of a name. */
export interface Mention {
  of: "namespace" | "account" | "principal";
  pattern: string;
}

/** Which callers the rules of a target tell apart; each mention once. */
export function listMentions(reader: MeshReader, target: Target): Mention[] {
  const mentions = [
    ...reader.ask(createTargetPolicies)(target).flatMap(listPolicyMentions),
    ...listNamespaces(reader, target).map((pattern): Mention => ({ of: "namespace", pattern })),
  ];
  return [...new Map(mentions.map((one) => [`${one.of} ${one.pattern}`, one])).values()];
}

/** Whether a caller is one of those that are mentioned. A plain pod has no identity. */
export function isMentioned({ of, pattern }: Mention, { workload, namespace, account }: ProbeCaller): boolean {
  if (workload === undefined) return of === "namespace" && pattern === namespace;
  if (of === "namespace") return matches(pattern, namespace);
  if (of === "account") return matches(pattern, `${namespace}/${account}`);
  // Whatever the trust domain, what comes after it tells callers of one mesh apart.
  const own = `ns/${namespace}/sa/${account}`;
  if (pattern.startsWith("*") || pattern.endsWith("*")) return matches(pattern, `cluster.local/${own}`);
  return pattern.slice(pattern.indexOf("/") + 1) === own;
}

function matches(pattern: string, text: string): boolean {
  if (pattern.startsWith("*")) return text.endsWith(pattern.slice(1));
  return pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
}

const fields: Readonly<Record<string, Mention["of"]>> = {
  principals: "principal",
  notPrincipals: "principal",
  namespaces: "namespace",
  notNamespaces: "namespace",
  serviceAccounts: "account",
  notServiceAccounts: "account",
};

const conditions: Readonly<Record<string, Mention["of"]>> = {
  "source.principal": "principal",
  "source.namespace": "namespace",
  "source.serviceAccount": "account",
};

function listPolicyMentions({ manifest, namespace }: AnalyzedObject): Mention[] {
  return toMaps(toMap(manifest.spec).rules).flatMap(({ from, when }) => {
    const ofSources = toMaps(from).flatMap(({ source }) =>
      Object.entries(fields).flatMap(([field, of]) =>
        toTexts(toMap(source)[field]).map((pattern) => ({ of, pattern })),
      ),
    );
    const ofConditions = toMaps(when).flatMap(({ key, values, notValues }) => {
      const of = conditions[toText(key)];
      return of === undefined ? [] : [...toTexts(values), ...toTexts(notValues)].map((pattern) => ({ of, pattern }));
    });
    return [...ofSources, ...ofConditions].map(({ of, pattern }): Mention =>
      of === "account" && !pattern.includes("/") ? { of, pattern: `${namespace}/${pattern}` } : { of, pattern },
    );
  });
}

/** Namespaces from where a host may be seen otherwise: by exportTo, by matches, and by DestinationRules of the callers' own. */
function listNamespaces(reader: MeshReader, { object, routes, leadsTo }: Target): string[] {
  const rules = leadsTo.flatMap((host) => reader.ask(createDestinationRules).listAll(host));
  const ofRules = rules.flatMap(({ object: rule, visibleIn }) =>
    rule.namespace === object.namespace && visibleIn.has("*") ? [] : [rule.namespace, ...visibleIn],
  );
  const ofRoutes = routes
    .flatMap((route) => [route.object, ...route.delegates])
    .flatMap((route) => {
      const { exportTo, http } = toMap(route.manifest.spec);
      const matched = toMaps(http).flatMap(({ match }) => toMaps(match));
      return [
        ...toTexts(exportTo).map((one) => (one === "." ? route.namespace : one)),
        ...matched.map(({ sourceNamespace }) => toText(sourceNamespace)),
      ];
    });
  const annotation = toText(object.manifest.metadata.annotations?.["networking.istio.io/exportTo"]).split(",");
  const ofHost = [...toTexts(toMap(object.manifest.spec).exportTo), ...annotation].map((one) =>
    one.trim() === "." ? object.namespace : one.trim(),
  );
  return [...ofRoutes, ...ofHost, ...ofRules].filter((name) => !["", "*", "~"].includes(name));
}
