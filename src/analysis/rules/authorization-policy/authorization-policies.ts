import { formatClosest } from "../../../text/closest.js";
import { createWorkloads, explainNoProxy, type MeshWorkloads } from "../../../mesh/workloads.js";
import { listNamespaces } from "../../../mesh/namespaces.js";
import { toMap, toMaps, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { formatLabels } from "../../../mesh/selectors.js";

/** Source: istio pkg/config/analysis/analyzers/authz. */
export const authorizationPolicies: Rule = {
  name: "authorization-policies",
  codes: ["IST0101", "IST0127"],
  reads: ["security.istio.io/AuthorizationPolicy"],
  check: (context) => {
    const workloads = context.ask(createWorkloads);
    const namespaces = context.ask(listNamespaces);
    const findProblem = namespaces && rememberProblems(namespaces);
    for (const object of context.list("security.istio.io/AuthorizationPolicy")) {
      checkWorkloads(context, object, workloads);
      if (findProblem !== undefined) checkNamespaces(context, object, findProblem);
    }
  },
};

/** Where nothing is declared that a policy could be for, it stands alone, and this is known of no policy. */
function checkWorkloads({ mesh, report }: RuleContext, object: AnalyzedObject, workloads: MeshWorkloads): void {
  const { selector, targetRef, targetRefs } = toMap(object.manifest.spec);
  if (!workloads.areKnown || targetRef !== undefined || targetRefs !== undefined) return;
  const isMeshWide = object.namespace === mesh.rootNamespace;
  const labels = toMap(toMap(selector).matchLabels);
  const wanted = formatLabels(labels);
  if (isMeshWide && wanted === "") return;
  const found = workloads.select(labels, isMeshWide ? undefined : object.namespace);
  if (found.some(({ isInMesh }) => isInMesh !== false)) return;
  const where = isMeshWide ? "the mesh" : `the namespace ${object.namespace}`;
  const what = wanted === "" ? "pods" : `pods with ${wanted}`;
  const { lack, ...advice } = explainNoProxy(found);
  const message = `${where} has no ${what}${lack}, so this is in force nowhere`;
  const path = wanted === "" ? ["metadata", "namespace"] : ["spec", "selector", "matchLabels"];
  report(object, { code: "IST0127", path, message, ...advice });
}

type FindProblem = (wanted: string) => string | undefined;

function checkNamespaces({ report }: RuleContext, object: AnalyzedObject, findProblem: FindProblem): void {
  toMaps(object.manifest.spec?.rules).forEach((rule, ruleIndex) => {
    toMaps(rule.from).forEach(({ source }, fromIndex) => {
      for (const key of ["namespaces", "notNamespaces"]) {
        toTexts(toMap(source)[key]).forEach((wanted, index) => {
          const message = findProblem(wanted);
          if (message === undefined) return;
          const path = ["spec", "rules", ruleIndex, "from", fromIndex, "source", key, index];
          const remedy = "name one that is there, or declare its Namespace";
          report(object, { code: "IST0101", path, message, remedy });
        });
      }
    });
  });
}

/** What is wrong with the name of a namespace; many policies name the same ones. */
function rememberProblems(namespaces: ReadonlySet<string>): FindProblem {
  const known = [...namespaces].map((name) => name.toLowerCase());
  const problems = new Map<string, string | undefined>();
  return (wanted) => {
    if (!problems.has(wanted)) {
      const message = `no namespace is called "${wanted}"${formatClosest(wanted, known)}`;
      problems.set(wanted, isThere(wanted.toLowerCase(), known) ? undefined : message);
    }
    return problems.get(wanted);
  };
}

/** A `*` at either end stands for anything. */
function isThere(wanted: string, known: readonly string[]): boolean {
  if (wanted === "*") return true;
  if (wanted.startsWith("*")) return known.some((name) => name.endsWith(wanted.slice(1)));
  if (wanted.endsWith("*")) return known.some((name) => name.startsWith(wanted.slice(0, -1)));
  return known.includes(wanted);
}
