import type { ChartName } from "../../versions/charts.js";
import type { Values } from "../../merge.js";
import type { ResolvedControlPlane } from "../resolve.js";

/** One source of values: what it says about a chart, `{}` where it says nothing. */
export type ValuesStep = (chart: ChartName, settings: ResolvedControlPlane) => Values;
