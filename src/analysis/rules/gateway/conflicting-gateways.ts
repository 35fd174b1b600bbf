import { formatOthers } from "../../names.js";
import { toMap, toMaps, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import { type Workload, type AnalyzedObject } from "../../../mesh/objects.js";
import { createGatewaySelection, file } from "../../../mesh/selection.js";
import { formatLabels, type Labels } from "../../../mesh/selectors.js";

/** A host of a server, of all that have the same host, port and bind. */
interface Entry {
  object: AnalyzedObject;
  selector: Labels;
  path: readonly (string | number)[];
  host: string;
  port: number;
}

/** Source: istio pkg/config/analysis/analyzers/gateway/conflictinggateway.go. */
export const conflictingGateways: Rule = {
  name: "conflicting-gateways",
  codes: ["IST0145"],
  reads: ["networking.istio.io/Gateway"],
  check: (context) => {
    const select = context.ask(createGatewaySelection);
    const buckets = new Map<string, Entry[]>();
    for (const object of context.list("networking.istio.io/Gateway")) fileHosts(object, buckets);
    for (const bucket of buckets.values()) {
      if (bucket.some(({ object }) => object !== bucket[0]?.object)) checkBucket(context, bucket, select);
    }
  },
};

function fileHosts(object: AnalyzedObject, buckets: Map<string, Entry[]>): void {
  const selector = toMap(object.manifest.spec?.selector);
  toMaps(object.manifest.spec?.servers).forEach((server, index) => {
    const { number: port } = toMap(server.port);
    if (typeof port !== "number" || port === 0) return;
    const bind = typeof server.bind === "string" ? server.bind : "";
    toTexts(server.hosts).forEach((host, at) => {
      // "./" stands for the Gateway's own namespace.
      const full = host.startsWith("./") ? `${object.namespace}/${host.slice(2)}` : host;
      const path = ["spec", "servers", index, "hosts", at];
      file(buckets, [full, port, bind].join(" "), { object, selector, path, host, port });
    });
  });
}

/** Those of one host, port and bind conflict where they are for the same pods: by the same selector, or by ones that overlap. */
function checkBucket(
  { report }: RuleContext,
  bucket: readonly Entry[],
  select: (selector: Labels) => readonly Workload[],
): void {
  const groups = new Map<string, Entry[]>();
  for (const entry of bucket) file(groups, formatLabels(entry.selector), entry);
  const podsOf = new Map(
    [...groups].map(([labels, [first]]) => [labels, labels === "" ? [] : select(first?.selector ?? {})]),
  );
  const groupsOf = new Map<Workload, string[]>();
  for (const [labels, workloads] of podsOf) for (const workload of workloads) file(groupsOf, workload, labels);
  for (const [labels, group] of groups) {
    const shared = podsOf.get(labels)?.flatMap((workload) => groupsOf.get(workload) ?? []) ?? [];
    // Without a selector a Gateway is for all pods.
    const overlapping = new Set(labels === "" ? groups.keys() : [labels, "", ...shared]);
    const entries = [...overlapping].flatMap((other) => groups.get(other) ?? []);
    const objects = [...new Set(entries.map(({ object }) => object))];
    if (objects.length < 2) continue;
    for (const { object, path, host, port } of group) {
      const pods = labels === "" ? "" : `, for the pods ${labels}`;
      const message = `host "${host}" on port ${port} is also that of Gateway ${formatOthers(objects, object)}${pods}`;
      report(object, { code: "IST0145", path, message });
    }
  }
}
