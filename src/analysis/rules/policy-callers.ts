import { formatClosest } from "../../closest.js";
import { createMembers, memberKinds } from "../members.js";
import { listNamespaces } from "../namespaces.js";
import { toMap, toMaps, toTexts } from "../read.js";
import type { AnalyzedObject, MeshKnowledge, Rule, RuleContext } from "../rule.js";

/** Callers that an ALLOW policy names, as Kiali checks them too: business/checkers/authorization/principals_checker.go. */
export const policyCallers: Rule = {
  name: "policy-callers",
  codes: ["KIA0106"],
  reads: ["security.istio.io/AuthorizationPolicy", "ServiceAccount", ...memberKinds],
  check: (context) => {
    const members = createMembers(context);
    const namespaces = listNamespaces(context, members);
    const accounts = collectAccounts(context);
    if (namespaces === undefined) return;
    for (const object of context.list("security.istio.io/AuthorizationPolicy")) {
      // Who is denied need not be there, and custom authorizers know their own callers.
      if ((toMap(object.manifest.spec).action ?? "ALLOW") === "ALLOW") {
        checkCallers(context, object, { accounts, namespaces });
      }
    }
  },
};

interface Known {
  /** Names of service accounts by namespace. */
  accounts: ReadonlyMap<string, ReadonlySet<string>>;
  namespaces: ReadonlySet<string>;
}

/** Accounts that are declared, and those that pods ask for: they have to be there for the pods to run. */
function collectAccounts({ list, workloads }: RuleContext): Map<string, Set<string>> {
  const accounts = new Map<string, Set<string>>();
  const add = (namespace: string, name: unknown) => {
    const names = accounts.get(namespace) ?? new Set(["default"]);
    accounts.set(namespace, typeof name === "string" ? names.add(name) : names);
  };
  for (const { namespace, manifest } of list("ServiceAccount")) add(namespace, manifest.metadata.name);
  for (const { namespace, podSpec, object } of workloads()) {
    if (!object.isAssumed) add(namespace, podSpec.serviceAccountName);
  }
  return accounts;
}

function checkCallers({ mesh, report }: RuleContext, object: AnalyzedObject, known: Known): void {
  toMaps(object.manifest.spec?.rules).forEach((rule, ruleIndex) => {
    toMaps(rule.from).forEach((from, fromIndex) => {
      for (const key of ["principals", "serviceAccounts"] as const) {
        toTexts(toMap(from.source)[key]).forEach((given, index) => {
          const caller = key === "principals" ? readPrincipal(given, mesh) : readAccount(given, object.namespace);
          const problem = caller === undefined ? undefined : findProblem(caller, known, mesh.rootNamespace);
          if (problem === undefined) return;
          const path = ["spec", "rules", ruleIndex, "from", fromIndex, "source", key, index];
          report(object, { code: "KIA0106", path, message: `nobody calls as "${given}": ${problem}` });
        });
      }
    });
  });
}

interface Caller {
  namespace: string;
  name: string;
}

/** `<trust domain>/ns/<namespace>/sa/<name>`; undefined for what stands for several, and for callers of other meshes. */
function readPrincipal(given: string, { config }: MeshKnowledge): Caller | undefined {
  const [, domain = "", namespace, name] = /^([^/]+)\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(given) ?? [];
  const domains = ["*", "cluster.local", config.trustDomain, ...toTexts(config.trustDomainAliases)];
  return namespace === undefined || name === undefined || !domains.includes(domain) ? undefined : { namespace, name };
}

/** `<namespace>/<name>`, or the name alone. */
function readAccount(given: string, own: string): Caller | undefined {
  const [namespace = "", name = ""] = given.includes("/") ? given.split("/", 2) : [own, given];
  return given.includes("*") ? undefined : { namespace, name };
}

/** Of a namespace that nothing is declared in, and of the control plane's, the accounts are not known. */
function findProblem({ namespace, name }: Caller, known: Known, rootNamespace: string): string | undefined {
  if (!known.namespaces.has(namespace)) {
    return `there is no namespace ${namespace}${formatClosest(namespace, [...known.namespaces])}`;
  }
  const accounts = known.accounts.get(namespace);
  if (accounts === undefined || accounts.has(name) || namespace === rootNamespace) return undefined;
  return `the namespace ${namespace} has no service account ${name}${formatClosest(name, [...accounts])}`;
}
