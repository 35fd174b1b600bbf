import type { AnalyzedObject, MeshReader, ObjectKind } from "../../mesh/objects.js";
import { matchesPolicySelector } from "../../mesh/selectors.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import { createStep, type Step } from "../answer.js";

/** Where a proxy stands, as EnvoyFilters name it. */
type Place = "sidecar" | "gateway";

interface Found {
  kind: "unknown";
  reason: string;
  steps: readonly Step[];
}

/** What is patched where a limit of requests is added: a filter of HTTP, the routes' settings for it, or the service that counts. */
const limiting = /\.(local_)?rate_?limit\.|^envoy\.filters\.http\.(local_)?ratelimit$/;

/**
 * An object that may change what a proxy makes of requests that it sends on, in a way that its own code decides.
 * Source: https://istio.io/latest/docs/reference/config/networking/envoy-filter/ and
 * https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/
 */
export function findChangingFilter(reader: MeshReader, workload: MeshWorkload, place: Place): Found | undefined {
  const context = place === "sidecar" ? "SIDECAR_OUTBOUND" : "GATEWAY";
  for (const object of listFor(reader, "networking.istio.io/EnvoyFilter", workload)) {
    const patches = toMaps(toMap(object.manifest.spec).configPatches);
    const index = patches.findIndex((patch) => isAt(patch, context) && !addsLimit(patch));
    if (index !== -1) return describe(object, ["spec", "configPatches", index], context);
  }
  for (const object of listFor(reader, "extensions.istio.io/WasmPlugin", workload)) {
    const modes = toMaps(toMap(object.manifest.spec).match).map(({ mode }) => toText(mode));
    const isMeant =
      modes.length === 0 || modes.some((mode) => ["", "UNDEFINED", "CLIENT", "CLIENT_AND_SERVER"].includes(mode));
    if (isMeant) return describe(object, ["spec"], context);
  }
  return undefined;
}

function describe(object: AnalyzedObject, path: readonly PropertyKey[], context: string): Found {
  const { kind, metadata } = object.manifest;
  const where = context === "GATEWAY" ? "the gateway's proxy" : "the caller's proxy";
  const reason = `${kind} ${object.namespace}/${metadata.name} changes ${where}, and what it does is not simulated`;
  return { kind: "unknown", reason, steps: [createStep("caller", reason, object, path)] };
}

/** Those of the pods' namespace and of the root namespace that select them. */
function listFor({ list, mesh }: MeshReader, kind: ObjectKind, workload: MeshWorkload): AnalyzedObject[] {
  return list(kind).filter(({ namespace, manifest }) => {
    if (namespace !== workload.namespace && namespace !== mesh.rootNamespace) return false;
    const { workloadSelector, selector, targetRefs, targetRef } = toMap(manifest.spec);
    const targets = [...toMaps(targetRefs), ...(targetRef === undefined ? [] : [toMap(targetRef)])];
    if (targets.length > 0) return targets.some((target) => isTarget(target, workload));
    const labels = toMap(toMap(workloadSelector).labels);
    return matchesPolicySelector({ ...labels, ...toMap(toMap(selector).matchLabels) }, workload.labels);
  });
}

function isTarget({ kind, name }: Record<string, unknown>, { object }: MeshWorkload): boolean {
  return kind === object.manifest.kind && name === object.manifest.metadata.name;
}

function isAt({ match }: Record<string, any>, context: string): boolean {
  const given = toText(toMap(match).context);
  return given === "" || given === "ANY" || given === context;
}

/** Whether a patch does nothing but limit how many requests pass, which is told elsewhere. */
function addsLimit({ applyTo, patch }: Record<string, any>): boolean {
  const { value, operation } = toMap(patch);
  if (!["MERGE", "INSERT_BEFORE", "INSERT_FIRST", "INSERT_AFTER", "ADD"].includes(toText(operation))) return false;
  const { name, typed_config: typed, typed_per_filter_config: perFilter, route, rate_limits: limits } = toMap(value);
  if (applyTo === "HTTP_FILTER") return limiting.test(toText(name)) || limiting.test(toText(toMap(typed)["@type"]));
  if (applyTo === "HTTP_ROUTE" || applyTo === "VIRTUAL_HOST") {
    const fields = Object.keys(toMap(value));
    const known = ["typed_per_filter_config", "route", "rate_limits", "name"];
    const isLimit = Object.keys(toMap(perFilter)).every((filter) => limiting.test(filter));
    return (
      fields.every((field) => known.includes(field)) && isLimit && areLimits(route) && toTexts(limits).length === 0
    );
  }
  return applyTo === "CLUSTER" && operation === "ADD";
}

function areLimits(route: unknown): boolean {
  return Object.keys(toMap(route)).every((field) => field === "rate_limits");
}
