import { createCoverage, isAllowing } from "../../access-coverage.js";
import { isGatewayPod } from "../../../mesh/injection.js";
import { createWorkloads } from "../../../mesh/workloads.js";
import { formatOthers, formatPods } from "../../names.js";
import type { Rule } from "../../rule.js";
import type { Workload } from "../../../mesh/objects.js";
import { createServiceSelection, file } from "../../../mesh/selection.js";

/**
 * Pods of a Service that were forgotten where others have access rules. Kiali (business/checkers/authorization/uncovered_workload_checker.go) looks at
 * all pods, and leaves the code out unless it is asked for; here it is said once a namespace, where anything is allowed by name.
 */
export const uncoveredWorkloads: Rule = {
  name: "uncovered-workloads",
  codes: ["KIA1301"],
  reads: ["security.istio.io/AuthorizationPolicy"],
  check: (context) => {
    const workloads = context.ask(createWorkloads);
    const { isCovered } = createCoverage(context, workloads, () => true);
    const { namespaces } = createCoverage(context, workloads, isAllowing);
    const findServices = context.ask(createServiceSelection);
    const forgotten = new Map<string, Workload[]>();
    for (const selected of workloads.select({})) {
      const { namespace, workload, isInMesh } = selected;
      if (workload === undefined || isInMesh === false || isGatewayPod(workload)) continue;
      if (!namespaces.has(namespace) || isCovered(selected)) continue;
      // Nobody calls what no Service leads to.
      if (findServices(workload).length > 0) file(forgotten, namespace, workload);
    }
    for (const [namespace, workloads] of forgotten) {
      const [first] = workloads;
      if (first === undefined) continue;
      const objects = workloads.map(({ object }) => object);
      const others = objects.length < 2 ? "" : `, and so do those of ${formatOthers(objects, first.object)}`;
      const message = `${formatPods(first)} have no AuthorizationPolicy, unlike others in ${namespace}, so they let in every caller${others}`;
      context.report(first.object, { code: "KIA1301", path: ["metadata", "name"], message });
    }
  },
};
