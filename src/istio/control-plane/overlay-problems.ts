import { createSettingProblem, type Problem } from "../../findings/problem.js";
import { ChartName } from "../versions/charts.js";
import { formatClosest } from "../../text/closest.js";
import { isValues, readValue, type Values } from "../merge.js";
import { profiles } from "./profiles.js";
import type { ResolvedControlPlane } from "./resolve.js";
import { computeValues } from "./values.js";

// `gateway` is not among them: a gateway has values of its own.
const controlPlaneCharts = [ChartName.Base, ChartName.Istiod, ChartName.Cni, ChartName.Ztunnel] as const;
type ControlPlaneChart = (typeof controlPlaneCharts)[number];

// Path of a value -> the setting to use instead. The charts must agree on these, and the components name objects by them.
const agreed: Readonly<Record<string, string>> = {
  profile: "set `profile` instead",
  "global.profile": "set `profile` instead",
  revision: "set `revision` instead",
  "global.istioNamespace": "set `namespace` instead",
  istioNamespace: "set `namespace` instead",
};
const failurePolicy = "base.validationFailurePolicy";
const final = { [failurePolicy]: "leave it out; istiod and a second `up` would fight over the field" };

/** What is wrong with the `values` overlay: charts that are not installed, and values that others depend on. */
export function findOverlayProblems(settings: ResolvedControlPlane): Problem[] {
  const { profile } = settings;
  return Object.entries(settings.values).flatMap(([chart, overlay]: [string, unknown]) => {
    if (!isControlPlaneChart(chart)) return [createUnknownChart(chart)];
    if (!profiles[profile].components[chart]) {
      const message = `has no effect: profile "${profile}" does not install the chart`;
      return [createSettingProblem(["values", chart], "MESH0110", message)];
    }
    if (isValues(overlay)) return findContradictions(chart, overlay, settings);
    return [createSettingProblem(["values", chart], "MESH0110", "must be a map of values", "write it as key: value")];
  });
}

function isControlPlaneChart(name: string): name is ControlPlaneChart {
  return (controlPlaneCharts as readonly string[]).includes(name);
}

function createUnknownChart(chart: string): Problem {
  const allowed = `the control plane's charts are ${controlPlaneCharts.join(", ")}`;
  const closest = formatClosest(chart, controlPlaneCharts);
  const remedy = chart === "gateway" ? "use the gateway's own `values`" : undefined;
  return createSettingProblem(["values", chart], "MESH0110", `names no chart; ${allowed}${closest}`, remedy);
}

function findContradictions(chart: ControlPlaneChart, overlay: Values, settings: ResolvedControlPlane): Problem[] {
  const ours = computeValues(chart, { ...settings, values: {} });
  // `pilot.revision` reaches the chart as `revision` does.
  const prefixes = chart === "istiod" ? ["", "pilot."] : chart === "cni" ? ["", "cni."] : [""];
  const owned = readValue(ours, failurePolicy) === undefined ? agreed : { ...agreed, ...final };
  return Object.entries(owned).flatMap(([path, remedy]) =>
    prefixes.flatMap((prefix) => {
      const theirs = readValue(overlay, `${prefix}${path}`);
      if (theirs === undefined || theirs === readValue(ours, path)) return [];
      const message = `is ${JSON.stringify(theirs)}, which this package decides`;
      return [createSettingProblem(["values", chart, ...`${prefix}${path}`.split(".")], "MESH0111", message, remedy)];
    }),
  );
}
