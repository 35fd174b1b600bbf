import type { ValuePath } from "../findings/place.js";
import type { AnalyzedObject, MeshReader } from "../mesh/objects.js";
import { createWasmPlugins, isAttached } from "../mesh/policy-attachment.js";
import { file } from "../mesh/selection.js";
import type { MeshWorkload } from "../mesh/workloads.js";
import { toMap, toMaps, toText } from "../text/read.js";
import { createStep, type Step } from "./answer.js";
import { formatObject } from "./format-object.js";
import type { End } from "./routed.js";

/** Which of a proxy's configuration: what comes in, what goes out, or a gateway's. */
export type ProxySide = "inbound" | "outbound" | "gateway";

/** A patch of an EnvoyFilter. */
interface Patch {
  object: AnalyzedObject;
  path: ValuePath;
  patch: Readonly<Record<string, any>>;
}

const contexts: Readonly<Record<ProxySide, string>> = {
  inbound: "SIDECAR_INBOUND",
  outbound: "SIDECAR_OUTBOUND",
  gateway: "GATEWAY",
};
const wasmModes: Readonly<Record<ProxySide, string>> = { inbound: "SERVER", outbound: "CLIENT", gateway: "SERVER" };

/**
 * The first EnvoyFilter or WasmPlugin of which nobody knows what it does with requests; undefined where a proxy has none.
 * @param authority `host:port` of the Service that requests are for, where it is known
 */
export function findForeignFilter(
  reader: MeshReader,
  workload: MeshWorkload,
  side: ProxySide,
  authority?: string,
): { steps: Step[]; end: End } | undefined {
  const patch = listPatches(reader, workload, side).find(
    (one) => !isRateLimit(one) && !isFallback(one) && isFor(one, authority),
  );
  const plugin = reader
    .ask(createWasmPlugins)(workload)
    .find((object) => isOfSide(object, side));
  const found = patch ?? (plugin && { object: plugin, path: ["spec"] });
  if (found === undefined) return undefined;
  const reason = `${formatObject(found.object)} changes the proxy, and what it does with requests is not known`;
  const stage = side === "gateway" ? "gateway" : side === "outbound" ? "scope" : "authentication";
  return { steps: [createStep(stage, reason, found.object, found.path)], end: { kind: "unknown", reason } };
}

/** What answers in the place of a Service that cannot. @param authority `host:port` of that Service */
export function findFallback(
  reader: MeshReader,
  workload: MeshWorkload,
  authority: string,
): { steps: Step[]; end: End } | undefined {
  const found = listPatches(reader, workload, "outbound").find((one) => isFallback(one) && isFor(one, authority));
  if (found === undefined) return undefined;
  const reason = `${formatObject(found.object)} says who answers where ${authority} cannot, and that is not simulated`;
  return { steps: [createStep("destination", reason, found.object, found.path)], end: { kind: "unknown", reason } };
}

/** Rate limits that a server's proxy counts requests by, as steps. */
export function listRateLimits(reader: MeshReader, workload: MeshWorkload): Step[] {
  return listPatches(reader, workload, "inbound").flatMap((one) => {
    if (!isRateLimit(one)) return [];
    const isLocal = readType(one).endsWith("LocalRateLimit");
    const what = isLocal ? "each replica counts" : "the rate limit service counts";
    return [createStep("rateLimit", `${what} it, by ${formatObject(one.object)}`, one.object, one.path)];
  });
}

function listPatches({ ask }: MeshReader, workload: MeshWorkload, side: ProxySide): readonly Patch[] {
  return ask(createPatches)(workload).filter(({ patch }) =>
    ["", "ANY", contexts[side]].includes(toText(toMap(patch.match).context)),
  );
}

/** All patches for the proxy of a workload. */
function createPatches({ list, mesh }: MeshReader): (workload: MeshWorkload) => readonly Patch[] {
  const byNamespace = new Map<string, AnalyzedObject[]>();
  for (const object of list("networking.istio.io/EnvoyFilter")) file(byNamespace, object.namespace, object);
  const known = new Map<MeshWorkload, readonly Patch[]>();
  return (workload) => {
    const before = known.get(workload);
    if (before !== undefined) return before;
    const found = [...new Set([mesh.rootNamespace, workload.namespace])]
      .flatMap((namespace) => byNamespace.get(namespace) ?? [])
      .filter((object) => isSelected(object, workload))
      .flatMap(readPatches);
    known.set(workload, found);
    return found;
  };
}

function readPatches(object: AnalyzedObject): Patch[] {
  return toMaps(object.manifest.spec?.configPatches).map((patch, index) => {
    return { object, patch, path: ["spec", "configPatches", index] };
  });
}

/** An EnvoyFilter has a selector of its own form. */
function isSelected(object: AnalyzedObject, workload: MeshWorkload): boolean {
  const { workloadSelector, targetRefs } = toMap(object.manifest.spec);
  const selector = { matchLabels: toMap(toMap(workloadSelector).labels) };
  const manifest = { ...object.manifest, spec: { selector, targetRefs } };
  return isAttached({ ...object, manifest }, workload);
}

/** Envoy's own filters, of which it is known that they refuse what is too much, and nothing else. */
function isRateLimit(patch: Patch): boolean {
  const { applyTo } = patch.patch;
  return (
    applyTo === "HTTP_FILTER" &&
    /\.(local_ratelimit\.v3\.LocalRateLimit|ratelimit\.v3\.RateLimit)$/.test(readType(patch))
  );
}

/** What counts only where a host has no pods that answer, as `fallback` of a document has it. */
function isFallback({ patch }: Patch): boolean {
  const value = toMap(toMap(patch.patch).value);
  const isAggregate = toMap(value.cluster_type).name === "envoy.clusters.aggregate";
  const isToAggregate = toText(toMap(value.route).cluster).startsWith("fallback|");
  const config = toMap(value.typed_config);
  const isAnswer = Object.keys(config).every((key) => key === "@type" || key === "local_reply_config");
  const text = JSON.stringify(config.local_reply_config) ?? "";
  return isAggregate || isToAggregate || (isAnswer && text.includes('"flags":["UH","UF"]'));
}

function readType({ patch }: Patch): string {
  return toText(toMap(toMap(toMap(patch.patch).value).typed_config)["@type"]);
}

/** Whether a patch may be about a Service: a route, or an expression over one, names it. */
function isFor({ patch }: Patch, authority: string | undefined): boolean {
  if (authority === undefined) return true;
  const { match, applyTo } = patch;
  // A cluster beside the others is one that only routes of patches name.
  if (applyTo === "CLUSTER" && toMap(patch.patch).operation === "ADD") return false;
  const vhost = toText(toMap(toMap(toMap(match).routeConfiguration).vhost).name);
  if (vhost !== "") return vhost === authority;
  const named = /xds\.virtual_host_name == \\?"([^"\\]+)/.exec(JSON.stringify(patch.patch) ?? "")?.[1];
  return named === undefined || named === authority;
}

function isOfSide({ manifest }: AnalyzedObject, side: ProxySide): boolean {
  const matches = toMaps(manifest.spec?.match);
  const modes = matches.map(({ mode }) => toText(mode) || "CLIENT_AND_SERVER");
  return modes.length === 0 || modes.some((mode) => [wasmModes[side], "CLIENT_AND_SERVER"].includes(mode));
}
