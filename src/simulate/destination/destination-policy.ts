import type { ValuePath } from "../../findings/place.js";
import { createDestinationRules, type SeenRule } from "../../mesh/destination-rules.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { matchesPolicySelector } from "../../mesh/selectors.js";
import { toMap, toMaps, toText } from "../../text/read.js";
import { formatObject } from "../format-object.js";
import type { ClientProxy, Target } from "../routed.js";

/** Settings of a DestinationRule, and where they stand. */
export interface PlacedSettings {
  settings: Readonly<Record<string, any>>;
  object: AnalyzedObject;
  path: ValuePath;
}

/** A subset of a DestinationRule. */
export interface PlacedSubset {
  labels: Readonly<Record<string, unknown>>;
  object: AnalyzedObject;
  path: ValuePath;
}

const fields = ["loadBalancer", "connectionPool", "outlierDetection", "tls"] as const;
type Field = (typeof fields)[number];

/** What DestinationRules say to a proxy of one port of a host. */
export interface DestinationPolicy {
  settings: Readonly<Partial<Record<Field, PlacedSettings>>>;
  /** Undefined where none is asked for, or no rule has it. */
  subset: PlacedSubset | undefined;
}

/** Why the objects do not say which rule counts. */
export interface AmbiguousPolicy {
  reason: string;
}

/**
 * The settings of the DestinationRules by which a proxy calls: those of a port in the place of the host's, and what a subset has over both.
 * Source: `mergeDestinationRule` in istio pilot/pkg/model/destination_rule.go, `DestinationRule` in sidecar.go beside it, and
 * `MergeSubsetTrafficPolicy` in pilot/pkg/networking/util.
 */
export function findDestinationPolicy(
  { ask }: MeshReader,
  { workload }: ClientProxy,
  { host, port, subset, service }: Target,
): DestinationPolicy | AmbiguousPolicy {
  const namespaces = service === undefined ? [] : [service.namespace];
  const rules = chooseRules(ask(createDestinationRules).find(host, workload.namespace, namespaces), workload.labels);
  const reason = findAmbiguity(rules, host);
  if (reason !== undefined) return { reason };
  const policies = rules.map(({ object }) => readPolicy(object, ["spec", "trafficPolicy"], port));
  const ofHost = policies.find((one) => one !== undefined)?.settings ?? {};
  const chosen = rules.flatMap(({ object }) => listSubsets(object)).find(({ name }) => name === subset);
  if (subset === "" || chosen === undefined) return { settings: ofHost, subset: undefined };
  const own = readPolicy(chosen.object, [...chosen.path, "trafficPolicy"], port);
  // What a port's settings leave out, the host's do not fill.
  const kept = own?.isOfPort === true ? {} : ofHost;
  return { settings: { ...kept, ...own?.settings }, subset: chosen };
}

/** Rules that select the proxy go before those for all. */
function chooseRules(rules: readonly SeenRule[], labels: MeshLabels): readonly SeenRule[] {
  const selecting = rules.filter(({ object }) => readSelector(object) !== undefined);
  const own = selecting.find(({ object }) => matchesPolicySelector(readSelector(object) ?? {}, labels));
  if (own === undefined) return rules.filter((rule) => !selecting.includes(rule));
  const wanted = JSON.stringify(readSelector(own.object));
  return selecting.filter(({ object }) => JSON.stringify(readSelector(object)) === wanted);
}

type MeshLabels = Readonly<Record<string, unknown>>;

function readSelector({ manifest }: AnalyzedObject): Record<string, any> | undefined {
  const { workloadSelector } = toMap(manifest.spec);
  return workloadSelector === undefined || workloadSelector === null ? undefined : toMap(workloadSelector.matchLabels);
}

/** Of several rules the oldest counts first, and which one that is stands in no file. */
function findAmbiguity(rules: readonly SeenRule[], host: string): string | undefined {
  const [first, ...others] = rules;
  if (first === undefined || others.length === 0) return undefined;
  const names = rules.map(({ object }) => formatObject(object)).join(" and ");
  const isSame = (read: (rule: SeenRule) => unknown) =>
    new Set(rules.map(read).flatMap((one) => (one === undefined ? [] : [JSON.stringify(one)]))).size < 2;
  const subsets = new Set(rules.flatMap(({ object }) => listSubsets(object).map(({ name }) => name)));
  const differing = [...subsets].find(
    (name) => !isSame(({ object }) => listSubsets(object).find((one) => one.name === name)?.value),
  );
  if (differing !== undefined) return `${names} both have subset ${differing} of ${host}, and the oldest counts`;
  if (!isSame(({ object }) => toMap(object.manifest.spec).trafficPolicy as unknown)) {
    return `${names} both have a trafficPolicy for ${host}, and the oldest counts`;
  }
  if (!isSame(({ visibleIn }) => [...visibleIn].sort())) {
    return `${names} are both for ${host} and exported differently, and which counts depends on their age`;
  }
  return undefined;
}

interface NamedSubset extends PlacedSubset {
  name: string;
  value: unknown;
}

function listSubsets(object: AnalyzedObject): NamedSubset[] {
  return toMaps(object.manifest.spec?.subsets).map((value, index) => {
    return { name: toText(value.name), labels: toMap(value.labels), value, object, path: ["spec", "subsets", index] };
  });
}

/** The settings of a port, or else of all of them. */
function readPolicy(
  object: AnalyzedObject,
  path: ValuePath,
  port: number,
): { settings: DestinationPolicy["settings"]; isOfPort: boolean } | undefined {
  const policy = path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    object.manifest,
  );
  if (policy === undefined || policy === null) return undefined;
  const ports = toMaps(toMap(policy).portLevelSettings);
  const index = ports.findIndex((one) => toMap(one.port).number === port);
  const [value, at] =
    index === -1 ? [toMap(policy), path] : [ports[index] ?? {}, [...path, "portLevelSettings", index]];
  const settings = Object.fromEntries(
    fields.flatMap((field) => {
      const given: unknown = value[field];
      if (given === undefined || given === null) return [];
      return [[field, { settings: toMap(given), object, path: [...at, field] }]];
    }),
  );
  return { settings, isOfPort: index !== -1 };
}
