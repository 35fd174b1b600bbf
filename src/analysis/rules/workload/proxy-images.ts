import { findSupportEnd } from "../../../istio/versions/versions.js";
import { findPodPath } from "../../names.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import { workloadKinds, type Workload } from "../../../mesh/objects.js";
import type { ValuePath } from "../../../findings/place.js";

const annotation = "sidecar.istio.io/proxyImage";

/** Images of Istio whose minor gets no security fixes any more: proxies, and what is installed by other means than ours. */
export const proxyImages: Rule = {
  name: "proxy-images",
  codes: ["MESH0103"],
  reads: [...workloadKinds],
  check: ({ mesh, workloads, report }) => {
    const today = mesh.now.toISOString().slice(0, "2026-01-31".length);
    for (const workload of workloads()) {
      for (const { image, path } of listImages(workload)) {
        const [, version = ""] = /(?:^|\/)(?:proxyv2|pilot|install-cni|ztunnel):(\d+\.\d+[^/]*)$/.exec(image) ?? [];
        const end = findSupportEnd(version, today);
        if (end === undefined) continue;
        const problem = { code: "MESH0103", message: `${end.message}; this is ${image}`, remedy: end.remedy } as const;
        report(workload.object, { ...problem, path: [...findPodPath(workload), ...path] });
      }
    }
  },
};

function listImages({ annotations, podSpec }: Workload): { image: string; path: ValuePath }[] {
  const containers = ["initContainers", "containers"].flatMap((key) =>
    toMaps(podSpec[key]).map((container, index) => ({
      image: toText(container.image),
      path: ["spec", key, index, "image"],
    })),
  );
  return [
    { image: toText(toMap(annotations)[annotation]), path: ["metadata", "annotations", annotation] },
    ...containers,
  ];
}
