import type { ValuePath } from "../findings/place.js";
import { toMap, toMaps, toText, toTexts } from "../text/read.js";
import type { AnalyzedObject } from "../mesh/objects.js";

/** A value that an AuthorizationPolicy compares with a request or its caller. */
export interface AccessValue {
  /** What it is compared with: a key of conditions, such as `source.principal`, or `paths`, `hosts`, `methods`. */
  attribute: string;
  value: string;
  path: ValuePath;
  /** Whether the rule is for all but this. */
  isExcluded: boolean;
  /** Which of the rules has it. */
  rule: number;
}

/** Fields of `source` -> the condition's key that means the same. Source: `New` in istio pilot/pkg/security/authz/model. */
const sources: Readonly<Record<string, string>> = {
  principals: "source.principal",
  serviceAccounts: "source.serviceAccount",
  namespaces: "source.namespace",
  trustDomains: "source.trustDomain",
  ipBlocks: "source.ip",
  remoteIpBlocks: "remote.ip",
  requestPrincipals: "request.auth.principal",
};
const operations = { paths: "paths", hosts: "hosts", methods: "methods", ports: "destination.port" };

/** Every value that the rules of an AuthorizationPolicy compare, in their order. */
export function listAccessValues({ manifest }: AnalyzedObject): AccessValue[] {
  return toMaps(manifest.spec?.rules).flatMap((given, rule) => {
    const at = ["spec", "rules", rule];
    const ofFields = (list: "from" | "to", holder: "source" | "operation", fields: Readonly<Record<string, string>>) =>
      toMaps(given[list]).flatMap((entry, index) =>
        Object.entries(fields).flatMap(([field, attribute]) =>
          [field, negate(field)].flatMap((key) =>
            toTexts(toMap(entry[holder])[key]).map((value, place) => ({
              ...{ attribute, value, rule, isExcluded: key !== field },
              path: [...at, list, index, holder, key, place],
            })),
          ),
        ),
      );
    const conditions = toMaps(given.when).flatMap((condition, index) =>
      ["values", "notValues"].flatMap((key) =>
        toTexts(condition[key]).map((value, place) => ({
          ...{ attribute: toText(condition.key), value, rule, isExcluded: key === "notValues" },
          path: [...at, "when", index, key, place],
        })),
      ),
    );
    return [...ofFields("from", "source", sources), ...ofFields("to", "operation", operations), ...conditions];
  });
}

/** `principals` -> `notPrincipals`. */
function negate(field: string): string {
  return `not${(field[0] ?? "").toUpperCase()}${field.slice(1)}`;
}
