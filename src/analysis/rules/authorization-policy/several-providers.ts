import { isIstioBefore } from "../../../istio/versions/versions.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import { createWorkloads, type MeshWorkloads } from "../../../mesh/workloads.js";
import { formatName } from "../../names.js";
import type { Rule } from "../../rule.js";
import type { IstiodKnowledge, AnalyzedObject } from "../../../mesh/objects.js";
import { formatLabels } from "../../../mesh/selectors.js";

/** istiod's variable for several providers, off by default. Source: pilot/pkg/features/security.go. */
const variable = "PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS";
const firstWithSeveral = "1.30";

/** Source: `buildHTTP` in istio pilot/pkg/security/authz/builder/builder.go, which then denies what any of the policies is for. */
export const severalProviders: Rule = {
  name: "several-providers",
  codes: ["MESH0272"],
  reads: ["security.istio.io/AuthorizationPolicy"],
  check: (context) => {
    const { istiod, rootNamespace } = context.mesh;
    if (istiod === undefined || takesSeveral(istiod)) return;
    const workloads = context.ask(createWorkloads);
    const custom = context
      .list("security.istio.io/AuthorizationPolicy")
      .filter(({ manifest }) => toMap(manifest.spec).action === "CUSTOM" && readProvider(manifest.spec) !== "");
    custom.forEach((object, index) => {
      const provider = readProvider(object.manifest.spec);
      const other = custom
        .slice(0, index)
        .find(
          (before) =>
            readProvider(before.manifest.spec) !== provider && meet(before, object, { workloads, rootNamespace }),
        );
      if (other === undefined) return;
      const asked = readProvider(other.manifest.spec);
      const message = `it asks ${provider}, and AuthorizationPolicy ${formatName(other)} asks ${asked} about the same pods: Istio ${istiod.version} refuses what either is for`;
      report(object, message, istiod);
    });

    function report(object: AnalyzedObject, message: string, { version }: IstiodKnowledge): void {
      const remedy = isIstioBefore(version, firstWithSeveral)
        ? `ask one provider alone, or upgrade to Istio ${firstWithSeveral} or later and set ${variable} of istiod to "true"`
        : `set ${variable} of istiod to "true", by \`controlPlane.env\`, or ask one provider alone`;
      context.report(object, { code: "MESH0272", path: ["spec", "provider", "name"], message, remedy });
    }
  },
};

function takesSeveral({ version, env }: IstiodKnowledge): boolean {
  return !isIstioBefore(version, firstWithSeveral) && env[variable]?.toLowerCase() === "true";
}

function readProvider(spec: unknown): string {
  return toText(toMap(toMap(spec).provider).name);
}

interface Mesh {
  workloads: MeshWorkloads;
  rootNamespace: string;
}

/** Whether any pods are those of both policies. */
function meet(one: AnalyzedObject, other: AnalyzedObject, mesh: Mesh): boolean {
  const [refs, others] = [one, other].map(listTargets) as [string[], string[]];
  if (refs.length + others.length > 0) return refs.some((ref) => others.includes(ref));
  const [labels, more] = [one, other].map(readLabels) as [Record<string, unknown>, Record<string, unknown>];
  if (one.namespace === other.namespace && formatLabels(labels) === formatLabels(more)) return true;
  const selected = new Set(select(one, mesh));
  return select(other, mesh).some((workload) => selected.has(workload));
}

function select(object: AnalyzedObject, { workloads, rootNamespace }: Mesh) {
  return workloads.select(readLabels(object), object.namespace === rootNamespace ? undefined : object.namespace);
}

function readLabels({ manifest }: AnalyzedObject): Record<string, unknown> {
  return toMap(toMap(toMap(manifest.spec).selector).matchLabels);
}

/** What a policy of waypoints and gateways is attached to. */
function listTargets({ manifest, namespace }: AnalyzedObject): string[] {
  const { targetRef, targetRefs } = toMap(manifest.spec);
  return [...toMaps(targetRefs), ...(targetRef === undefined ? [] : [toMap(targetRef)])].map(
    ({ kind, name }) => `${namespace}/${toText(kind)}/${toText(name)}`,
  );
}
