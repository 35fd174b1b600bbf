import { listAllowedCallers } from "../../callers.js";
import { createWorkloads } from "../../../mesh/workloads.js";
import { readServiceAccount } from "../../../mesh/pods.js";
import type { Rule } from "../../rule.js";
import { file } from "../../../mesh/selection.js";

/** Only a proxy gives its pods a name in the mesh: without one they call as nobody, whatever service account they have. */
export const callerProxies: Rule = {
  name: "caller-proxies",
  codes: ["MESH0337"],
  reads: ["security.istio.io/AuthorizationPolicy"],
  check: (context) => {
    const memberships = new Map<string, (boolean | undefined)[]>();
    for (const { namespace, workload, isInMesh } of context.ask(createWorkloads).select({})) {
      if (workload !== undefined) file(memberships, `${namespace}/${readServiceAccount(workload)}`, isInMesh);
    }
    for (const object of context.list("security.istio.io/AuthorizationPolicy")) {
      for (const { given, path, namespace, name } of listAllowedCallers(object)) {
        const known = memberships.get(`${namespace}/${name}`) ?? [];
        if (known.length === 0 || known.some((isInMesh) => isInMesh !== false)) continue;
        const message = `no caller has the identity "${given}": the pods of service account ${name} in ${namespace} have no proxy`;
        context.report(object, { code: "MESH0337", path, message });
      }
    }
  },
};
