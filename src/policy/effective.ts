import { createSettingProblem, placeProblem } from "../findings/problem.js";
import type { Finding } from "../findings/finding.js";
import { formatPlace } from "../text/schema-problems.js";
import type { Place, ValuePath } from "../findings/place.js";
import type { PolicyDocument } from "./documents/document.js";
import type { PolicyKind } from "./kind.js";
import { kinds } from "./registry.js";
import type { Service } from "./service/service.js";

/** The value of a kind that counts for a service, and the document that says so. */
export interface EffectiveValue {
  value: any;
  document: PolicyDocument;
}

/** Values by kind. */
export type EffectiveValues = ReadonlyMap<string, EffectiveValue>;

/** The documents that say something of a service or namespace, from the outermost to its own. */
export function findChain(
  documents: readonly PolicyDocument[],
  namespace: string | undefined,
  service?: string,
): PolicyDocument[] {
  const index = indexDocuments(documents);
  return [
    index.get(formatKey("mesh")),
    namespace === undefined ? undefined : index.get(formatKey("namespace", namespace)),
    service === undefined ? undefined : index.get(formatKey("service", `${namespace}/${service}`)),
  ].filter((document) => document !== undefined);
}

/** Chains are looked up for each kind of each document: the index is made once for the same list. */
const indexes = new WeakMap<readonly PolicyDocument[], ReadonlyMap<string, PolicyDocument>>();

/** The first document of each name. */
function indexDocuments(documents: readonly PolicyDocument[]): ReadonlyMap<string, PolicyDocument> {
  const known = indexes.get(documents);
  if (known !== undefined) return known;
  const index = new Map<string, PolicyDocument>();
  for (const document of documents) {
    const key = document.type === "mesh" ? formatKey("mesh") : formatKey(document.type, document.id);
    if (!index.has(key)) index.set(key, document);
  }
  indexes.set(documents, index);
  return index;
}

function formatKey(type: PolicyDocument["type"], id = ""): string {
  return `${type} ${id}`;
}

/** What counts in the innermost of a chain of documents: a value replaces the outer one whole. */
export function computeEffective(chain: readonly PolicyDocument[]): EffectiveValues {
  const entries = chain.flatMap((document) =>
    Object.entries(document.values).map(([key, value]): [string, EffectiveValue] => [key, { value, document }]),
  );
  return new Map(entries);
}

/** Whether a kind works for any port of a service; where the ports are not known, it may. */
export function isApplicable(kind: PolicyKind, { ports }: Service): boolean {
  const protocols = ports.map(({ protocol }) => (protocol === "auto" ? "http" : protocol));
  return protocols.length === 0 || protocols.some((protocol) => kind.protocols.includes(protocol));
}

/** Values that are looser than one that an outer document lets only be made tighter. */
export function findLooser(chain: readonly PolicyDocument[]): Finding[] {
  return chain.flatMap((outer, index) =>
    outer.tightenOnly.flatMap((key) => {
      const kind = kinds.find((one) => one.key === key);
      const limit = outer.values[key] as unknown;
      if (kind?.isTighter === undefined || limit === undefined) return [];
      return chain.slice(index + 1).flatMap((inner) =>
        findValues(inner, key)
          .filter(({ value }) => !kind.isTighter?.(value, limit))
          .map(({ value, path }) => {
            const message = describeLooser(value, limit, outer.locate([key]));
            return placeProblem(createSettingProblem(path, "MESH0205", message), inner);
          }),
      );
    }),
  );
}

/** The document's own value of a kind, and those of its routes. */
function findValues({ values }: PolicyDocument, key: string): { value: unknown; path: ValuePath }[] {
  const routes = (values.routes ?? []) as Record<string, unknown>[];
  const all = [
    { value: values[key] as unknown, path: [key] as ValuePath },
    ...routes.map((route, index) => ({ value: route[key], path: ["routes", index, key] as ValuePath })),
  ];
  return all.filter(({ value }) => value !== undefined);
}

function describeLooser(value: unknown, limit: unknown, place: Place): string {
  return `is ${JSON.stringify(value)}, looser than ${JSON.stringify(limit)} of ${formatPlace(place)}, which may only be made tighter`;
}
