import { createWorkloads } from "../../../mesh/workloads.js";
import { createMtls } from "../../../mesh/mtls.js";
import { findPodPath, formatName } from "../../names.js";
import { toMap, toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { Workload } from "../../../mesh/objects.js";
import { toPort } from "../../../mesh/ports.js";

const annotation = "sidecar.istio.io/rewriteAppHTTPProbers";

/** The kubelet has no certificate of the mesh: its probes pass only where injection rewrites them. */
export const strictProbes: Rule = {
  name: "strict-probes",
  codes: ["MESH0336"],
  reads: [],
  check: (context) => {
    const workloads = context.ask(createWorkloads);
    const mtls = context.ask(createMtls);
    for (const selected of workloads.select({})) {
      const { workload, object } = selected;
      if (workload === undefined || toMap(workload.annotations)[annotation] !== "false") continue;
      for (const { name, port } of listProbes(workload)) {
        const policy = mtls.findStrict(selected, port);
        if (policy === undefined) continue;
        const message = `the ${name} fails: it has no certificate, is not rewritten, and PeerAuthentication ${formatName(policy)} lets nothing else in`;
        const path = [...findPodPath(workload), "metadata", "annotations", annotation];
        context.report(object, { code: "MESH0336", path, message });
        break;
      }
    }
  },
};

/** Probes that send a request. A port may go by its name. */
function listProbes({ podSpec }: Workload): { name: string; port: number | undefined }[] {
  return toMaps(podSpec.containers).flatMap((container) =>
    ["livenessProbe", "readinessProbe", "startupProbe"].flatMap((name) => {
      const { httpGet, grpc } = toMap(container[name]);
      const { port } = toMap(httpGet ?? grpc);
      const named = toMaps(container.ports).find((one) => one.name === port);
      return port === undefined ? [] : [{ name, port: toPort(port) ?? toPort(named?.containerPort) }];
    }),
  );
}
