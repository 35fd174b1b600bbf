import { clusterSuffix, computeServiceHost, isVisible, parseServiceHost, readExportTo, toFqdn } from "./host-names.js";
import { toMap, toMaps, toTexts } from "../text/read.js";
import type { AnalyzedObject, MeshReader } from "./objects.js";
import { file } from "./selection.js";
import { toPort } from "./ports.js";
import { createSuggestion } from "./suggestion.js";

/** A host that the mesh knows: of a Service or of a ServiceEntry, where it may begin with `*`. */
export interface KnownHost {
  host: string;
  object: AnalyzedObject;
  ports: readonly number[];
  /** The namespaces that see it; `*` stands for all. */
  visibleIn: ReadonlySet<string>;
}

/** The hosts of a mesh, ready to be asked for. */
export interface Hosts {
  all: readonly KnownHost[];
  /**
   * What a name in an object of that namespace stands for: all that these namespaces see. A host of its own name goes before
   * wildcards, and of these the longest.
   */
  find: (name: string, namespace: string, seenFrom?: readonly string[]) => readonly KnownHost[];
  /** The hosts that fall under a name that begins with `*`, of those that these namespaces see. */
  listUnder: (name: string, seenFrom: readonly string[]) => readonly KnownHost[];
  /** What is known beside a name that was not found: `; …`, or nothing. */
  explain: (name: string, namespace: string) => string;
}

const serviceAnnotation = "networking.istio.io/exportTo";
/** Indexes all hosts. */
export function createHosts({ list, mesh }: MeshReader): Hosts {
  const exact = new Map<string, KnownHost[]>();
  const bySuffix = new Map<string, KnownHost[]>();
  const all = [
    ...list("Service").map((object) => readService(object, mesh.config)),
    ...list("networking.istio.io/ServiceEntry").flatMap((object) => readEntry(object, mesh.config)),
  ];
  for (const known of all) {
    if (known.host.startsWith("*")) file(bySuffix, known.host.slice(1), known);
    else file(exact, known.host, known);
  }
  const suffixLengths = [...new Set([...bySuffix.keys()].map(({ length }) => length))].sort((a, b) => b - a);

  const find = (name: string, namespace: string, seenFrom: readonly string[] = [namespace]): readonly KnownHost[] => {
    const fqdn = toFqdn(name, namespace);
    const isSeen = ({ visibleIn }: KnownHost) => seenFrom.some((from) => isVisible(visibleIn, from));
    const named = (exact.get(fqdn) ?? []).filter(isSeen);
    if (named.length > 0) return named;
    const rest = fqdn.startsWith("*") ? fqdn.slice(1) : fqdn;
    for (const length of suffixLengths) {
      if (length > rest.length) continue;
      const covering = (bySuffix.get(rest.slice(rest.length - length)) ?? []).filter(isSeen);
      if (covering.length > 0) return covering;
    }
    return [];
  };
  const listUnder = (name: string, seenFrom: readonly string[]): readonly KnownHost[] =>
    all.filter(
      ({ host, visibleIn }) => host.endsWith(name.slice(1)) && seenFrom.some((from) => isVisible(visibleIn, from)),
    );
  return { all, find, listUnder, explain: createExplain(exact, all) };
}

function createExplain(exact: ReadonlyMap<string, KnownHost[]>, all: readonly KnownHost[]): Hosts["explain"] {
  // Names of Services by namespace, and the hosts of ServiceEntries: nobody means a Service of a namespace that is not named.
  const names = new Map<string, string[]>();
  for (const { host, object } of all) file(names, object.manifest.kind === "Service" ? object.namespace : "", host);
  const suggestions = new Map([...names].map(([of, hosts]) => [of, createSuggestion(hosts)]));
  const shortSuggestions = new Map(
    [...names].map(([of, hosts]) => [of, createSuggestion(hosts.map((host) => host.split(".", 1)[0] ?? host))]),
  );
  return (name, namespace) => {
    const fqdn = toFqdn(name, namespace);
    const [hidden] = exact.get(fqdn) ?? [];
    if (hidden !== undefined) {
      const { kind, metadata } = hidden.object.manifest;
      return `; ${kind} ${hidden.object.namespace}/${metadata.name} has it and exports it to ${formatNamespaces(hidden)}`;
    }
    const full = `${name.replace(/\.svc$/, "")}${clusterSuffix}`;
    if (exact.has(full)) return `; Istio takes no other short form than a name alone, write "${full}"`;
    const service = parseServiceHost(fqdn);
    if (service === undefined) return suggestions.get("")?.(name) ?? "";
    return (name.includes(".") ? suggestions : shortSuggestions).get(service.namespace)?.(name) ?? "";
  };
}

function formatNamespaces({ visibleIn }: KnownHost): string {
  return visibleIn.has("~") || visibleIn.size === 0 ? "no namespace" : `${[...visibleIn].sort().join(", ")} only`;
}

function readService(object: AnalyzedObject, config: Readonly<Record<string, any>>): KnownHost {
  const { metadata, spec } = object.manifest;
  const annotation: unknown = metadata.annotations?.[serviceAnnotation];
  const exportTo =
    typeof annotation === "string" && annotation !== "" ? annotation.split(",").map((one) => one.trim()) : [];
  return {
    host: computeServiceHost(object.namespace, metadata.name),
    object,
    ports: toMaps(toMap(spec).ports).flatMap(({ port }) => toPort(port) ?? []),
    visibleIn: readExportTo(exportTo, config.defaultServiceExportTo, object.namespace),
  };
}

function readEntry(object: AnalyzedObject, config: Readonly<Record<string, any>>): KnownHost[] {
  const spec = toMap(object.manifest.spec);
  const ports = toMaps(spec.ports).flatMap(({ number }) => toPort(number) ?? []);
  const visibleIn = readExportTo(spec.exportTo, config.defaultServiceExportTo, object.namespace);
  return toTexts(spec.hosts).map((host) => ({ host: toFqdn(host, object.namespace), object, ports, visibleIn }));
}
