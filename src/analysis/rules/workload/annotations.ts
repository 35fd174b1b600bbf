import { formatClosest } from "../../../text/closest.js";
import type { ValuePath } from "../../../findings/place.js";
import { annotations, type AnnotationFacts } from "../../annotation-table.js";
import { annotationChecks } from "../../annotation-values.js";
import { findPodProxy } from "../../../mesh/injection.js";
import { istioLabels } from "../../label-table.js";
import { findPodPath } from "../../names.js";
import { toMap, toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { Problem } from "../../../findings/problem.js";
import { workloadKinds, type AnalyzedObject } from "../../../mesh/objects.js";
import type { Labels } from "../../../mesh/selectors.js";

/** What istiod and its controllers write themselves, and what people say to this very analysis. */
const ignored = new Set(["sidecar.istio.io/status", "gateway.istio.io/controller-version", "istio.io/rev"]);
const ownInAlpha = new Set(["galley.istio.io/analyze-suppress"]);
/** What the CNI plugin writes where no init container redirects the traffic. */
const writtenByCni = new Set([
  "sidecar.istio.io/interceptionMode",
  "traffic.sidecar.istio.io/excludeInboundPorts",
  "traffic.sidecar.istio.io/includeInboundPorts",
  "traffic.sidecar.istio.io/includeOutboundIPRanges",
]);

/** What Istio's own guides tell people to set: to be told of its phase helps nobody. */
const recommended = new Set([
  "inject.istio.io/templates",
  "networking.istio.io/exportTo",
  "sidecar.istio.io/proxyCPU",
  "sidecar.istio.io/proxyCPULimit",
  "sidecar.istio.io/proxyMemory",
  "sidecar.istio.io/proxyMemoryLimit",
  "sidecar.istio.io/rewriteAppHTTPProbers",
]);
const injectName = "sidecar.istio.io/inject";

/** What has annotations for proxies that Istio or its user makes of it. Source: `kube-gateway.yaml` of Istio's chart; `istioctl x workload entry configure`. */
const carriers = [
  { kind: "gateway.networking.k8s.io/Gateway", path: ["spec", "infrastructure", "annotations"] },
  { kind: "networking.istio.io/WorkloadGroup", path: ["spec", "metadata", "annotations"] },
] as const;

/** Source: istio pkg/config/analysis/analyzers/annotations and …/maturity. */
export const istioAnnotations: Rule = {
  name: "annotations",
  codes: ["IST0107", "IST0108", "IST0125", "IST0135", "IST0136"],
  reads: ["Namespace", "Service", ...carriers.map(({ kind }) => kind), ...workloadKinds],
  check: (context) => {
    const { list, workloads, report } = context;
    const check = (object: AnalyzedObject, place: Place) => {
      for (const problem of findProblems(place)) report(object, problem);
    };
    for (const object of [...list("Namespace"), ...list("Service")]) check(object, ownPlace(object));
    for (const { kind, path } of carriers) {
      for (const object of list(kind)) {
        const values = path.reduce<Record<string, any>>((map, key) => toMap(map[key]), object.manifest);
        // Some are for what else is made of it, so only the values are looked at.
        const found = findProblems({
          kind: "Pod",
          values,
          labels: {},
          path: [...path],
          isByCni: false,
          isOutside: false,
        });
        for (const problem of found.filter(({ code }) => code === "IST0125")) report(object, problem);
      }
    }
    for (const workload of workloads()) {
      const { object, labels } = workload;
      if (object.manifest.kind !== "Pod") check(object, ownPlace(object));
      const path = [...findPodPath(workload), "metadata", "annotations"];
      const isByCni = !toMaps(workload.podSpec.initContainers).some(({ name }) => name === "istio-init");
      const isOutside = findPodProxy(context, workload) === "none";
      check(object, {
        kind: "Pod",
        values: toMap(workload.annotations),
        labels: toMap(labels),
        path,
        isByCni,
        isOutside,
      });
    }
  },
};

/** The annotations of an object, or of the pods that it makes. */
interface Place {
  kind: string;
  values: Labels;
  labels: Labels;
  path: ValuePath;
  isByCni: boolean;
  /** Whether these pods have no proxy, so that no feature's phase matters to them. */
  isOutside: boolean;
}

function ownPlace({ manifest: { kind, metadata } }: AnalyzedObject): Place {
  return {
    kind,
    values: toMap(metadata.annotations),
    labels: toMap(metadata.labels),
    path: ["metadata", "annotations"],
    isByCni: false,
    isOutside: false,
  };
}

function findProblems(place: Place): Problem[] {
  return Object.entries(place.values).flatMap(([name, value]) => {
    if (!isIstios(name) || ignored.has(name)) return [];
    const path = [...place.path, name];
    const facts = annotations.get(name);
    if (facts !== undefined) return findKnownProblems(name, value, facts, place).map((one) => ({ ...one, path }));
    if (istioLabels.has(name)) {
      return [
        { code: "IST0108", path, message: `${name} is a label, not an annotation`, remedy: "move it to the labels" },
      ];
    }
    const message = `Istio has no annotation ${name}${formatClosest(name, [...annotations.keys()])}`;
    return [{ code: "IST0108", path, message }];
  });
}

function isIstios(name: string): boolean {
  return name === "kubernetes.io/ingress.class" || /^[^/]*istio\.io(\/|$)/.test(name);
}

function findKnownProblems(
  name: string,
  value: unknown,
  { on, phase, isDeprecated }: AnnotationFacts,
  { kind, values, labels, isByCni, isOutside }: Place,
): Omit<Problem, "path">[] {
  const problems: Omit<Problem, "path">[] = [];
  // Who has the label too keeps the annotation for a control plane that is older.
  if (isDeprecated && !(name === injectName && labels[injectName] !== undefined)) {
    const message = `the annotation ${name} is deprecated`;
    problems.push({ code: "IST0135", message, ...(name === injectName ? { remedy: `use the label ${name}` } : {}) });
  }
  const isQuiet = ownInAlpha.has(name) || recommended.has(name) || isOutside || (isByCni && writtenByCni.has(name));
  if (phase === "alpha" && !isQuiet) {
    problems.push({ code: "IST0136", message: `the annotation ${name} is in alpha phase` });
  }
  if (!on.includes("Any") && !on.includes(kind)) {
    const message = `the annotation ${name} does nothing on a ${kind}; it is for ${on.join(", ")}`;
    const isTemplate = on.includes("Pod") && kind !== "Namespace" && kind !== "Service";
    const remedy = isTemplate ? { remedy: "move it to the annotations of the pods' template" } : {};
    return [...problems, { code: "IST0107", message, ...remedy }];
  }
  const faults = typeof value === "string" ? [annotationChecks.get(name)?.(value, values) ?? []].flat() : [];
  return [...problems, ...faults.map((fault) => ({ code: "IST0125" as const, message: `${name}: ${fault}` }))];
}
