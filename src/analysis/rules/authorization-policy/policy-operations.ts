import { formatClosest } from "../../../text/closest.js";
import { createHosts, type Hosts } from "../../../mesh/hosts.js";
import { parseServiceHost } from "../../../mesh/host-names.js";
import { toMap, toMaps, toTexts } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { Problem } from "../../../findings/problem.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import type { ValuePath } from "../../../findings/place.js";

/** Of HTTP, and of those that WebDAV and caches add. */
const methods = [
  ...["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"],
  ...["PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "SEARCH", "REPORT", "PURGE"],
];

/**
 * What access rules say of requests. Kiali: business/checkers/authorization/namespace_method_checker.go, but Istio takes a `*` at either end,
 * and a call of gRPC is always a POST; and no_host_checker.go, but only for names of Services: a request may call itself any other name.
 */
export const policyOperations: Rule = {
  name: "policy-operations",
  codes: ["KIA0102", "KIA0104", "MESH0361"],
  reads: ["security.istio.io/AuthorizationPolicy", "Service"],
  check: (context) => {
    const hosts = context.ask(createHosts);
    const namespaces = new Set(context.list("Service").map(({ namespace }) => namespace));
    for (const object of context.list("security.istio.io/AuthorizationPolicy")) {
      const operations = listOperations(object);
      const allowsNobody = isAllowingNobody(object);
      for (const { operation, path } of operations) {
        const problems = [
          ...findMethodProblems(toTexts(operation.notMethods), [...path, "notMethods"], false),
          ...findMethodProblems(toTexts(operation.methods), [...path, "methods"], allowsNobody),
        ];
        for (const problem of problems) context.report(object, problem);
        toTexts(operation.hosts).forEach((host, index) => {
          const problem = findProblem(host, object.namespace, hosts, namespaces);
          if (problem !== undefined)
            context.report(object, { code: "KIA0104", path: [...path, "hosts", index], message: problem });
        });
      }
    }
  },
};

function listOperations({ manifest }: AnalyzedObject): { operation: Record<string, any>; path: ValuePath }[] {
  return toMaps(manifest.spec?.rules).flatMap((rule, ruleIndex) =>
    toMaps(rule.to).map(({ operation }, index) => ({
      operation: toMap(operation),
      path: ["spec", "rules", ruleIndex, "to", index, "operation"],
    })),
  );
}

/** Whether every rule of a policy that allows asks for methods that no request has, and there is one. */
function isAllowingNobody({ manifest }: AnalyzedObject): boolean {
  const { action = "ALLOW", rules } = toMap(manifest.spec);
  const given = toMaps(rules);
  const isVoid = (operation: unknown) => {
    const own = toTexts(toMap(operation).methods);
    return own.length > 0 && own.every((method) => !isMethod(method));
  };
  const isVoidRule = ({ to }: Record<string, any>) =>
    toMaps(to).length > 0 && toMaps(to).every(({ operation }) => isVoid(operation));
  return action === "ALLOW" && given.length > 0 && given.every(isVoidRule);
}

function isMethod(method: string): boolean {
  return method.startsWith("*") || method.endsWith("*") || methods.includes(method);
}

function findMethodProblems(given: readonly string[], path: ValuePath, allowsNobody: boolean): Problem[] {
  return given.flatMap((method, index) => {
    if (isMethod(method)) return [];
    const isGrpc = method.startsWith("/");
    const hint = isGrpc
      ? "; calls of gRPC are POST, their names are paths"
      : formatClosest(method.toUpperCase(), methods);
    const message = `no request has the method "${method}"${allowsNobody ? ", so no caller is allowed" : ""}${hint}`;
    return [{ code: allowsNobody ? "MESH0361" : "KIA0102", path: [...path, index], message }];
  });
}

/** Of a namespace without declared Services nothing is known. */
function findProblem(host: string, namespace: string, hosts: Hosts, known: ReadonlySet<string>): string | undefined {
  const [name = ""] = host.split(":", 1);
  const service = name.startsWith("*") ? undefined : parseServiceHost(name);
  if (service === undefined || !known.has(service.namespace)) return undefined;
  if (hosts.find(name, namespace, [namespace, service.namespace]).length > 0) return undefined;
  return `no Service has the host "${host}"${hosts.explain(name, service.namespace)}`;
}
