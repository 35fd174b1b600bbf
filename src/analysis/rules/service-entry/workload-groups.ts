import { formatOthers } from "../../names.js";
import { toMap, toText } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import { workloadKinds, type AnalyzedObject } from "../../../mesh/objects.js";
import { file } from "../../../mesh/selection.js";
import { formatLabels } from "../../../mesh/selectors.js";

/** Kiali: business/checkers/workloadgroups. */
export const workloadGroups: Rule = {
  name: "workload-groups",
  codes: ["KIA1701", "KIA1702"],
  reads: ["networking.istio.io/WorkloadGroup", "ServiceAccount", ...workloadKinds],
  check: ({ list, workloads, report }) => {
    const accounts = new Set(
      list("ServiceAccount").map(({ namespace, manifest }) => `${namespace}/${manifest.metadata.name}`),
    );
    for (const { namespace, podSpec } of workloads())
      accounts.add(`${namespace}/${toText(podSpec.serviceAccountName)}`);
    const known = new Set([...accounts].map((account) => account.split("/", 1)[0]));
    const byLabels = new Map<string, AnalyzedObject[]>();
    for (const object of list("networking.istio.io/WorkloadGroup")) {
      const { template, metadata } = toMap(object.manifest.spec);
      const account = toText(toMap(template).serviceAccount);
      const isThere = account === "" || account === "default" || accounts.has(`${object.namespace}/${account}`);
      if (!isThere && known.has(object.namespace)) {
        const message = `the namespace ${object.namespace} has no service account ${account}`;
        report(object, { code: "KIA1701", path: ["spec", "template", "serviceAccount"], message });
      }
      const labels = formatLabels(toMap(toMap(metadata).labels));
      if (labels !== "") file(byLabels, `${object.namespace} ${labels}`, object);
    }
    for (const same of byLabels.values()) {
      if (same.length < 2) continue;
      for (const object of same) {
        const message = `WorkloadGroup ${formatOthers(same, object)} has the same labels, so whatever selects one selects both`;
        report(object, { code: "KIA1702", path: ["spec", "metadata", "labels"], message });
      }
    }
  },
};
