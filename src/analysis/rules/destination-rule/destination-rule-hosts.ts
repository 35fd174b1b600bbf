import { createHosts, type KnownHost } from "../../../mesh/hosts.js";
import { readExportTo } from "../../../mesh/host-names.js";
import { formatValue, toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import { workloadKinds, type AnalyzedObject } from "../../../mesh/objects.js";
import { createSelection, file } from "../../../mesh/selection.js";
import { formatLabels, type Labels } from "../../../mesh/selectors.js";
import { createSubsetUse } from "../../used-subsets.js";

/** Labels that istiod gives to endpoints by their node, cluster and network. Source: pilot/pkg/serviceregistry/util/label. */
const nodeLabels = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone"];
const placeLabels = [...nodeLabels, "kubernetes.io/hostname"];
const clusterLabels = ["topology.istio.io/cluster", "topology.istio.io/network"];

/** An endpoint's labels; those of its place only where they are known. */
interface Endpoint {
  labels: Labels;
  place: Labels | undefined;
}

/** Source: istio pkg/config/analysis/analyzers/destinationrule, PodNotSelectedAnalyzer; templates count as pods, and only what routes lead to fails. */
export const destinationRuleHosts: Rule = {
  name: "destination-rule-hosts",
  codes: ["IST0173", "IST0174", "MESH0353"],
  reads: [
    "networking.istio.io/DestinationRule",
    "networking.istio.io/VirtualService",
    "networking.istio.io/WorkloadEntry",
    "networking.istio.io/WorkloadGroup",
    "Node",
    ...workloadKinds,
  ],
  check: (context) => {
    const hosts = context.ask(createHosts);
    const listEndpoints = createEndpoints(context);
    const findUse = createSubsetUse(context);
    for (const object of context.list("networking.istio.io/DestinationRule")) {
      const spec = toMap(object.manifest.spec);
      const host = toText(spec.host);
      if (host === "") continue;
      const { defaultDestinationRuleExportTo: byDefault } = context.mesh.config;
      const users = readExportTo(spec.exportTo, byDefault, object.namespace);
      const seenFrom = users.has("*") ? [object.namespace] : [...users];
      const found = hosts.find(host, object.namespace, seenFrom);
      // A wildcard counts for all that falls under it.
      const known = found.length === 0 && host.startsWith("*") ? hosts.listUnder(host, seenFrom) : found;
      if (known.length > 0) checkSubsets(context, object, { known: known.map(listEndpoints), findUse });
      else {
        const message = `no Service and no ServiceEntry that namespace ${object.namespace} sees has the host "${host}"`;
        const explained = hosts.explain(host, object.namespace);
        context.report(object, { code: "IST0174", path: ["spec", "host"], message: `${message}${explained}` });
      }
    }
  },
};

/** Where the endpoints of a host are not known at all, nothing is said of its subsets. */
function checkSubsets(
  { report }: RuleContext,
  object: AnalyzedObject,
  { known, findUse }: { known: readonly (readonly Endpoint[])[]; findUse: ReturnType<typeof createSubsetUse> },
): void {
  if (known.some((endpoints) => endpoints.length === 0)) return;
  const endpoints = known.flat();
  const { host, subsets } = toMap(object.manifest.spec);
  toMaps(subsets).forEach(({ name, labels }, index) => {
    const wanted = toMap(labels);
    const use = findUse(host, object.namespace, name);
    // Of a subset that no route names, another rule says that, which is all that is wrong with it.
    if (use === "none" || endpoints.some((endpoint) => hasLabels(endpoint, wanted))) return;
    const message = `the subset "${formatValue(name)}" has no pods: none of its host's has ${formatLabels(wanted)}`;
    report(object, {
      code: use === "used" ? "IST0173" : "MESH0353",
      path: ["spec", "subsets", index, "labels"],
      message,
    });
  });
}

function hasLabels({ labels, place }: Endpoint, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => {
    const given = place?.[key] ?? labels[key];
    if (given !== undefined) return given === value;
    return clusterLabels.includes(key) || (place === undefined && placeLabels.includes(key));
  });
}

/** Asks for the endpoints of a host, as far as they are known. */
function createEndpoints(context: RuleContext): (known: KnownHost) => readonly Endpoint[] {
  const nodes = new Map(context.list("Node").map((node) => [node.manifest.metadata.name, node]));
  const byNamespace = new Map<string, Endpoint[]>();
  for (const { namespace, labels, podSpec } of context.workloads()) {
    const node = nodes.get(toText(podSpec.nodeName));
    file(byNamespace, namespace, { labels, place: readPlace(node) });
  }
  for (const { manifest, namespace } of context.list("networking.istio.io/WorkloadEntry")) {
    file(byNamespace, namespace, { labels: toMap(toMap(manifest.spec).labels), place: undefined });
  }
  for (const { manifest, namespace } of context.list("networking.istio.io/WorkloadGroup")) {
    file(byNamespace, namespace, { labels: toMap(toMap(toMap(manifest.spec).metadata).labels), place: undefined });
  }
  const selections = new Map([...byNamespace].map(([name, endpoints]) => [name, createSelection(endpoints)]));
  return ({ object: { manifest, namespace } }) => {
    const spec = toMap(manifest.spec);
    const endpoints = toMaps(spec.endpoints);
    if (endpoints.length > 0) return endpoints.map(({ labels }) => ({ labels: toMap(labels), place: undefined }));
    const selector = manifest.kind === "Service" ? toMap(spec.selector) : toMap(toMap(spec.workloadSelector).labels);
    return Object.keys(selector).length === 0 ? [] : (selections.get(namespace)?.(selector) ?? []);
  };
}

function readPlace(node: AnalyzedObject | undefined): Labels | undefined {
  if (node === undefined) return undefined;
  const labels = toMap(node.manifest.metadata.labels);
  const known = nodeLabels.filter((key) => toText(labels[key]) !== "").map((key) => [key, labels[key] as unknown]);
  return { ...Object.fromEntries(known), "kubernetes.io/hostname": node.manifest.metadata.name };
}
