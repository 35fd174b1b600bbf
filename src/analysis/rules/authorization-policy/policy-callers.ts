import { formatClosest } from "../../../text/closest.js";
import { isOwnDomain, listAllowedCallers, type NamedCaller } from "../../callers.js";
import { listNamespaces } from "../../../mesh/namespaces.js";
import type { Rule, RuleContext } from "../../rule.js";
import { workloadKinds, type AnalyzedObject } from "../../../mesh/objects.js";

/** Callers that an ALLOW policy names, as Kiali checks them too: business/checkers/authorization/principals_checker.go. */
export const policyCallers: Rule = {
  name: "policy-callers",
  codes: ["KIA0106", "KIA0108"],
  reads: ["security.istio.io/AuthorizationPolicy", "ServiceAccount", ...workloadKinds],
  check: (context) => {
    const namespaces = context.ask(listNamespaces);
    const accounts = collectAccounts(context);
    if (namespaces === undefined) return;
    for (const object of context.list("security.istio.io/AuthorizationPolicy")) {
      checkCallers(context, object, { accounts, namespaces });
    }
  },
};

interface Known {
  /** Names of service accounts by namespace. */
  accounts: ReadonlyMap<string, ReadonlySet<string>>;
  namespaces: ReadonlySet<string>;
}

/**
 * Accounts that are declared, and those that pods ask for: they must be there for the pods to run. Where only istiod's own are known, of
 * gateways, others may be there.
 */
function collectAccounts({ list, workloads }: RuleContext): Map<string, Set<string>> {
  const accounts = new Map<string, Set<string>>();
  const add = (namespace: string, name: unknown) => {
    const names = accounts.get(namespace) ?? new Set(["default"]);
    accounts.set(namespace, typeof name === "string" ? names.add(name) : names);
  };
  const all = list("ServiceAccount");
  for (const { namespace, manifest } of all.filter(({ isAssumed }) => !isAssumed))
    add(namespace, manifest.metadata.name);
  for (const { namespace, podSpec, object } of workloads()) {
    if (!object.isAssumed) add(namespace, podSpec.serviceAccountName);
  }
  for (const { namespace, manifest } of all.filter(({ isAssumed }) => isAssumed))
    accounts.get(namespace)?.add(manifest.metadata.name);
  return accounts;
}

function checkCallers({ mesh, report }: RuleContext, object: AnalyzedObject, known: Known): void {
  for (const caller of listAllowedCallers(object)) {
    const { path, given, domain } = caller;
    const problem = isOwnDomain(caller, mesh) ? findProblem(caller, known, mesh.rootNamespace) : undefined;
    if (problem !== undefined)
      report(object, { code: "KIA0106", path, message: `no caller has the identity "${given}": ${problem}` });
    if (isOwnDomain(caller, mesh) || typeof mesh.config.trustDomain !== "string") continue;
    const message = `the mesh is the trust domain ${mesh.config.trustDomain}, and "${domain}" is not among its aliases`;
    report(object, { code: "KIA0108", path, message });
  }
}

/** Of a namespace that nothing is declared in, and of the control plane's, the accounts are not known. */
function findProblem({ namespace, name }: NamedCaller, known: Known, rootNamespace: string): string | undefined {
  if (!known.namespaces.has(namespace)) {
    return `there is no namespace ${namespace}${formatClosest(namespace, [...known.namespaces])}`;
  }
  const accounts = known.accounts.get(namespace);
  if (accounts === undefined || accounts.has(name) || namespace === rootNamespace) return undefined;
  return `the namespace ${namespace} has no service account ${name}${formatClosest(name, [...accounts])}`;
}
