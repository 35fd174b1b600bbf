import { isControlPlane } from "../../../mesh/injection.js";
import { istioLabels } from "../../label-table.js";
import { findPodPath } from "../../names.js";
import { toMap } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { Problem } from "../../../findings/problem.js";
import { workloadKinds, type AnalyzedObject } from "../../../mesh/objects.js";
import type { ValuePath } from "../../../findings/place.js";

/** Labels where nothing reads them: on what makes pods instead of the pods, on pods instead of their namespace, among annotations. */
export const misplacedLabels: Rule = {
  name: "misplaced-labels",
  codes: ["MESH0368"],
  reads: ["Namespace", "Service", ...workloadKinds],
  check: ({ list, workloads, report }) => {
    const check = (object: AnalyzedObject, place: Place) => {
      // Istio's own charts label all that they make alike.
      if (!isControlPlane(object)) for (const problem of findProblems(place)) report(object, problem);
    };
    for (const object of [...list("Namespace"), ...list("Service")]) check(object, readPlace(object));
    for (const workload of workloads()) {
      const { object, labels, annotations } = workload;
      const path = [...findPodPath(workload), "metadata"];
      const pods = { kind: "Pod", labels: toMap(labels), annotations: toMap(annotations), path };
      check(object, pods);
      if (object.manifest.kind !== "Pod") check(object, { ...readPlace(object), pods: pods.labels });
    }
  },
};

/** The metadata of an object, or of the pods that it makes. */
interface Place {
  kind: string;
  labels: Record<string, unknown>;
  annotations: Record<string, unknown>;
  path: ValuePath;
  /** Labels of the pods that it makes. @default - it makes none */
  pods?: Record<string, unknown>;
}

function readPlace({ manifest: { kind, metadata } }: AnalyzedObject): Place {
  return { kind, labels: toMap(metadata.labels), annotations: toMap(metadata.annotations), path: ["metadata"] };
}

function findProblems({ kind, labels, annotations, path, pods }: Place): Problem[] {
  const misplaced = Object.keys(labels).flatMap((name) => {
    const on = istioLabels.get(name);
    // Who labels the pods too, labels all alike.
    if (on === undefined || on.includes(kind) || pods?.[name] !== undefined) return [];
    const isForPods = pods !== undefined && on.includes("Pod");
    return [
      {
        ...{ code: "MESH0368" as const, path: [...path, "labels", name] },
        message: `the label ${name} does nothing on a ${kind}; it is for ${on.join(", ")}`,
        remedy: isForPods ? "move it to the labels of the pods' template" : `label the ${on[0] ?? ""} instead`,
      },
    ];
  });
  // Of names under istio.io IST0108 says that there is no such annotation.
  const annotated = Object.keys(annotations).flatMap((name) =>
    name !== "istio-injection"
      ? []
      : [
          {
            ...{ code: "MESH0368" as const, path: [...path, "annotations", name] },
            message: `${name} is a label, and does nothing among annotations`,
            remedy: "move it to the labels of the Namespace",
          },
        ],
  );
  return [...misplaced, ...annotated];
}
