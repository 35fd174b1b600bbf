import type { ValuePath } from "../findings/place.js";
import { toMap, toMaps, toTexts } from "../text/read.js";
import type { MeshKnowledge, AnalyzedObject } from "../mesh/objects.js";

/** A caller that an AuthorizationPolicy names by its service account. */
export interface NamedCaller {
  /** As it is written. */
  given: string;
  path: ValuePath;
  namespace: string;
  name: string;
  /** Undefined where it is the mesh's own, whatever that is called. */
  domain: string | undefined;
}

/** All callers that ALLOW rules name; those that stand for several are not among them. */
export function listAllowedCallers(object: AnalyzedObject): NamedCaller[] {
  const { action = "ALLOW", rules } = toMap(object.manifest.spec);
  // Who is denied need not be there, and custom authorizers know their own callers.
  if (action !== "ALLOW") return [];
  return toMaps(rules).flatMap((rule, ruleIndex) =>
    toMaps(rule.from).flatMap((from, fromIndex) =>
      (["principals", "serviceAccounts"] as const).flatMap((key) =>
        toTexts(toMap(from.source)[key]).flatMap((given, index) => {
          const caller = key === "principals" ? readPrincipal(given) : readAccount(given, object.namespace);
          const path = ["spec", "rules", ruleIndex, "from", fromIndex, "source", key, index];
          return caller === undefined ? [] : [{ given, path, ...caller }];
        }),
      ),
    ),
  );
}

type Caller = Pick<NamedCaller, "namespace" | "name" | "domain">;

/** `<trust domain>/ns/<namespace>/sa/<name>`; undefined for what stands for several. */
function readPrincipal(given: string): Caller | undefined {
  const [, domain = "", namespace, name] = /^([^/]+)\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(given) ?? [];
  if (namespace === undefined || name === undefined) return undefined;
  return { namespace, name, domain: domain === "*" || domain === "cluster.local" ? undefined : domain };
}

/** `<namespace>/<name>`, or the name alone. */
function readAccount(given: string, own: string): Caller | undefined {
  const [namespace = "", name = ""] = given.includes("/") ? given.split("/", 2) : [own, given];
  return given.includes("*") ? undefined : { namespace, name, domain: undefined };
}

/** Whether a caller is of this mesh, by all its names. */
export function isOwnDomain({ domain }: NamedCaller, { config }: MeshKnowledge): boolean {
  return domain === undefined || domain === config.trustDomain || toTexts(config.trustDomainAliases).includes(domain);
}
