import type { ValuePath } from "../findings/place.js";
import type { AnalyzedObject, MeshReader } from "../mesh/objects.js";
import { createWasmPlugins, isAttached } from "../mesh/policy-attachment.js";
import { file } from "../mesh/selection.js";
import type { MeshWorkload } from "../mesh/workloads.js";
import { toMap, toMaps, toText } from "../text/read.js";
import { createStep, type Step } from "./answer.js";
import { formatObject } from "./format-object.js";

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
/** A gateway's own traffic is that of a client. Source: `matchTrafficSelectors` in istio pilot/pkg/model/extensions.go. */
const wasmModes: Readonly<Record<ProxySide, string>> = { inbound: "SERVER", outbound: "CLIENT", gateway: "CLIENT" };

/** What changes a proxy by code of its own. */
export interface ForeignFilter {
  reason: string;
  steps: readonly Step[];
}

/**
 * The first EnvoyFilter or WasmPlugin of which nobody knows what it does with requests; undefined where a proxy has none. Rate limits are known,
 * and what only counts where a host has no pods.
 * Source: https://istio.io/latest/docs/reference/config/networking/envoy-filter/ and
 * https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/
 */
export function findForeignFilter(
  reader: MeshReader,
  workload: MeshWorkload,
  side: ProxySide,
): ForeignFilter | undefined {
  const patch = listPatches(reader, workload, side).find((one) => !isLimit(one) && !isFallback(one) && !isUnused(one));
  const plugin = reader
    .ask(createWasmPlugins)(workload)
    .find((object) => isOfSide(object, side));
  const found = patch ?? (plugin && { object: plugin, path: ["spec"] });
  if (found === undefined) return undefined;
  const proxy = { inbound: "the server's proxy", outbound: "the caller's proxy", gateway: "the gateway's proxy" }[side];
  const reason = `${formatObject(found.object)} changes ${proxy}, and what it does is not simulated`;
  const stage = { inbound: "authentication", outbound: "caller", gateway: "gateway" } as const;
  return { reason, steps: [createStep(stage[side], reason, found.object, found.path)] };
}

/** What answers in the place of a Service that cannot. @param authority `host:port` of that Service */
export function findFallback(reader: MeshReader, workload: MeshWorkload, authority: string): ForeignFilter | undefined {
  const found = listPatches(reader, workload, "outbound").find((one) => isFallback(one) && isFor(one, authority));
  if (found === undefined) return undefined;
  const reason = `${formatObject(found.object)} has a fallback for ${authority}, which is not simulated`;
  return { reason, steps: [createStep("destination", reason, found.object, found.path)] };
}

/** Rate limits that a server's proxy counts requests by, as steps. */
export function listRateLimits(reader: MeshReader, workload: MeshWorkload): Step[] {
  return listPatches(reader, workload, "inbound").flatMap((one) => {
    if (!isRateLimit(one)) return [];
    const isLocal = readType(one).endsWith("LocalRateLimit");
    const who = isLocal ? "each replica" : "the rate limit service";
    return [createStep("rateLimit", `${who} counts the request, by ${formatObject(one.object)}`, one.object, one.path)];
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

/** Envoy's own filters, which refuse what is too much and do nothing else, and what routes say to them. */
function isLimit(one: Patch): boolean {
  return isRateLimit(one) || isLimitOfRoutes(one.patch);
}

function isRateLimit(one: Patch): boolean {
  return one.patch.applyTo === "HTTP_FILTER" && limiting.test(readType(one));
}

const limiting = /\.(local_ratelimit\.v3\.LocalRateLimit|ratelimit\.v3\.RateLimit)$/;

function isLimitOfRoutes({ applyTo, patch }: Patch["patch"]): boolean {
  if (applyTo !== "HTTP_ROUTE" && applyTo !== "VIRTUAL_HOST") return false;
  const { typed_per_filter_config: perFilter, route, ...others } = toMap(toMap(patch).value);
  const types = Object.values(toMap(perFilter)).map((config) => toText(toMap(config)["@type"]));
  const isOfRoute = Object.keys(toMap(route)).every((field) => field === "rate_limits");
  const isKnown = Object.keys(others).every((field) => field === "rate_limits" || field === "name");
  return isKnown && isOfRoute && types.every((type) => /\.(local_)?ratelimit\.v3\./.test(type));
}

/** A cluster beside the others is one that only routes of other patches name. */
function isUnused({ patch: { applyTo, patch } }: Patch): boolean {
  return applyTo === "CLUSTER" && toMap(patch).operation === "ADD";
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
function isFor({ patch }: Patch, authority: string): boolean {
  const { match } = patch;
  const vhost = toText(toMap(toMap(toMap(match).routeConfiguration).vhost).name);
  if (vhost !== "") return vhost === authority;
  const named = /xds\.virtual_host_name == \\?"([^"\\]+)/.exec(JSON.stringify(patch.patch) ?? "")?.[1];
  return named === undefined || named === authority;
}

function isOfSide({ manifest }: AnalyzedObject, side: ProxySide): boolean {
  const matches = toMaps(manifest.spec?.match);
  const modes = matches.map(({ mode }) => toText(mode));
  const meant = ["", "UNDEFINED", "CLIENT_AND_SERVER", wasmModes[side]];
  return modes.length === 0 || modes.some((mode) => meant.includes(mode));
}
