import { listAccessValues, type AccessValue } from "../../access-values.js";
import type { Rule } from "../../rule.js";

/** What is wrong with a value, and what to do. */
interface Fault {
  problem: string;
  remedy: string;
}

/**
 * Values of access rules that nothing ever has. A `*` counts at one end alone, inside it is a plain character; only namespaces take it anywhere.
 * Source: `StringMatcherWithPrefix` in istio pilot/pkg/security/authz/matcher and the generators of …/authz/model; what is not a pattern at all, the webhook refuses.
 */
export const accessPatterns: Rule = {
  name: "access-patterns",
  codes: ["MESH0360"],
  reads: ["security.istio.io/AuthorizationPolicy"],
  check: ({ list, report }) => {
    for (const object of list("security.istio.io/AuthorizationPolicy")) {
      for (const one of listAccessValues(object)) {
        const fault = findFault(one);
        if (fault === undefined) continue;
        const effect = one.isExcluded ? "leaves nothing out" : "matches nothing";
        const message = `"${one.value}" ${effect}: ${fault.problem}`;
        report(object, { code: "MESH0360", path: one.path, message, remedy: fault.remedy });
      }
    }
  },
};

const finders: Readonly<Record<string, (value: string) => Fault | undefined>> = {
  "source.principal": (value) => findPrincipalFault(value) ?? findStarFault(value),
  "request.auth.principal": (value) => findStarFault(value) ?? findTokenFault(value),
  "request.auth.audiences": findStarFault,
  "request.auth.presenter": findStarFault,
  "connection.sni": findStarFault,
  paths: findPathFault,
  hosts: findHostFault,
  // That a method is none of HTTP, KIA0102 says.
  methods: (value) => (/^\*|\*$/.test(value) ? findStarFault(value) : undefined),
};

function findFault({ attribute, value }: AccessValue): Fault | undefined {
  // Headers that list media types have stars of their own.
  const isText = /^request\.(auth\.claims|headers)\[/.test(attribute) && !/^request\.headers\[accept/i.test(attribute);
  return (isText ? findStarFault : finders[attribute])?.(value);
}

function findStarFault(value: string): Fault | undefined {
  const stars = value.split("*").length - 1;
  if (stars === 0 || (stars === 1 && (value.startsWith("*") || value.endsWith("*")))) return undefined;
  return {
    problem: "a * is a wildcard only alone, at the beginning or at the end; elsewhere it is a plain character",
    remedy: "write out all values, or one * at the beginning or at the end",
  };
}

/** Istio puts spiffe:// in front by itself. */
function findPrincipalFault(value: string): Fault | undefined {
  const scheme = "spiffe://";
  if (value.startsWith(scheme)) {
    return { problem: "Istio adds spiffe:// by itself", remedy: `write ${value.slice(scheme.length)}` };
  }
  const [, namespace, account] =
    /^system:serviceaccount:([^:]+):([^:]+)$/.exec(value) ?? /^ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(value) ?? [];
  if (namespace === undefined && (value.includes("/") || value.includes("*"))) return undefined;
  return {
    problem: "a caller's name is <trust domain>/ns/<namespace>/sa/<service account>",
    remedy: `write cluster.local/ns/${namespace ?? "<namespace>"}/sa/${account ?? value}`,
  };
}

/** The subject is what follows the last slash. */
function findTokenFault(value: string): Fault | undefined {
  if (value === "*" || value.startsWith("*") || (value.endsWith("*") && !value.includes("/"))) return undefined;
  if (value.includes("/") && !/^[a-z][-+.a-z0-9]*:\/\/[^/]*$/i.test(value)) return undefined;
  const problem = "what follows the last / is the token's subject, what is before it its issuer";
  return { problem, remedy: `write ${value.replace(/\*$/, "")}/*, or the subject in place of the *` };
}

function findPathFault(value: string): Fault | undefined {
  if (/\{\*\*?\}/.test(value)) return undefined;
  if (!/^[/*]/.test(value)) return { problem: "every path begins with /", remedy: `write /${value}` };
  if (value.includes("?")) {
    return { problem: "a path is compared without its query", remedy: "leave out ? and what follows" };
  }
  const fault = findStarFault(value);
  return fault && { ...fault, remedy: "write {*} for one segment and {**} for all that follow, or one * at an end" };
}

function findHostFault(value: string): Fault | undefined {
  if (!value.includes("/")) return findStarFault(value);
  return { problem: "a request's host has neither scheme nor path", remedy: "write the host alone" };
}
