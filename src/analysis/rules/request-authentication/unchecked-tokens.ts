import { formatClosest } from "../../../text/closest.js";
import { listAccessValues, type AccessValue } from "../../access-values.js";
import { createWorkloads, type MeshWorkload, type MeshWorkloads } from "../../../mesh/workloads.js";
import { formatName } from "../../names.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject, ObjectKind } from "../../../mesh/objects.js";
import { file } from "../../../mesh/selection.js";
import { formatLabels } from "../../../mesh/selectors.js";

const policyKind = "security.istio.io/AuthorizationPolicy";
const tokenKind = "security.istio.io/RequestAuthentication";
const filterKind = "networking.istio.io/EnvoyFilter" satisfies ObjectKind;

/** Rules that ask what a token says where nothing checks tokens: what is not checked, a request does not have. */
export const uncheckedTokens: Rule = {
  name: "unchecked-tokens",
  codes: ["MESH0364"],
  reads: [policyKind, tokenKind, filterKind],
  check: (context) => {
    // Whoever puts Envoy's own filter there has tokens without a RequestAuthentication.
    if (context.list(filterKind).some(({ manifest }) => JSON.stringify(manifest.spec ?? {}).includes("jwt_authn")))
      return;
    const workloads = context.ask(createWorkloads);
    const checks = collectChecks(context, workloads);
    for (const object of context.list(policyKind)) checkPolicy(context, object, workloads, checks);
  },
};

/** The issuers whose tokens are checked. */
interface Checks {
  ofWorkload: (workload: MeshWorkload) => ReadonlySet<string>;
  ofTarget: (namespace: string) => ReadonlySet<string>;
}

function collectChecks({ list, mesh }: RuleContext, workloads: MeshWorkloads): Checks {
  const ofNamespace = new Map<string, string[]>();
  const ofWorkload = new Map<MeshWorkload, string[]>();
  const anywhere = new Map<string, string[]>();
  for (const object of list(tokenKind)) {
    const { selector, jwtRules, targetRef, targetRefs } = toMap(object.manifest.spec);
    const labels = toMap(toMap(selector).matchLabels);
    const namespace = object.namespace === mesh.rootNamespace ? undefined : object.namespace;
    for (const issuer of toMaps(jwtRules).map((one) => toText(one.issuer))) {
      file(anywhere, object.namespace, issuer);
      if (targetRef !== undefined || targetRefs !== undefined) continue;
      if (formatLabels(labels) === "") file(ofNamespace, object.namespace, issuer);
      else for (const workload of workloads.select(labels, namespace)) file(ofWorkload, workload, issuer);
    }
  }
  const root = mesh.rootNamespace;
  return {
    ofWorkload: (workload) =>
      new Set([
        ...(ofNamespace.get(root) ?? []),
        ...(ofNamespace.get(workload.namespace) ?? []),
        ...(ofWorkload.get(workload) ?? []),
      ]),
    ofTarget: (namespace) => new Set([...(anywhere.get(root) ?? []), ...(anywhere.get(namespace) ?? [])]),
  };
}

function checkPolicy(
  { mesh, report }: RuleContext,
  object: AnalyzedObject,
  workloads: MeshWorkloads,
  checks: Checks,
): void {
  const { action = "ALLOW", selector, targetRef, targetRefs } = toMap(object.manifest.spec);
  // DENY by what a token says denies nobody without one, which is no surprise; by what it does not say it denies all.
  const isAsking = ({ attribute, isExcluded }: AccessValue) =>
    attribute.startsWith("request.auth.") && isExcluded === (action === "DENY");
  const asking = listAccessValues(object).filter(isAsking);
  if (asking.length === 0 || (action !== "ALLOW" && action !== "DENY")) return;
  const namespace = object.namespace === mesh.rootNamespace ? undefined : object.namespace;
  const isTargeted = targetRef !== undefined || targetRefs !== undefined;
  const selected = isTargeted ? [] : workloads.select(toMap(toMap(selector).matchLabels), namespace);
  const places = isTargeted
    ? [{ where: "what this is for", issuers: checks.ofTarget(object.namespace) }]
    : selected
        .filter(({ isInMesh }) => isInMesh !== false)
        .map((workload) => ({
          where: `${workload.object.manifest.kind} ${formatName(workload.object)}`,
          issuers: checks.ofWorkload(workload),
        }));
  const told = new Set<number>();
  for (const one of asking) {
    const problem = told.has(one.rule) ? undefined : findProblem(one, places);
    if (problem === undefined) continue;
    told.add(one.rule);
    const effect = action === "DENY" ? "so this rule refuses every request" : "so this rule lets no request in";
    report(object, { code: "MESH0364", path: one.path, message: `${problem.what}, ${effect}${problem.hint ?? ""}` });
  }
}

interface Place {
  where: string;
  issuers: ReadonlySet<string>;
}

function findProblem(
  { attribute, value, isExcluded }: AccessValue,
  places: readonly Place[],
): { what: string; hint?: string } | undefined {
  const issuer = attribute === "request.auth.principal" && !isExcluded ? readIssuer(value) : undefined;
  for (const { where, issuers } of places) {
    if (issuers.size === 0) return { what: `no RequestAuthentication checks tokens for ${where}` };
    if (issuer !== undefined && !issuers.has(issuer)) {
      const what = `no RequestAuthentication checks tokens of the issuer ${issuer} for ${where}`;
      return { what, hint: formatClosest(issuer, [...issuers]) };
    }
  }
  return undefined;
}

/** What is before the last slash; undefined where a * may stand for it. */
function readIssuer(value: string): string | undefined {
  const end = value.lastIndexOf("/");
  return value.startsWith("*") || end < 0 ? undefined : value.slice(0, end);
}
