import type { ChartName } from "../versions/charts.js";
import { mergeValues, type Values } from "../merge.js";
import type { ResolvedControlPlane } from "./resolve.js";
import { computeFinalValues } from "./values/final.js";
import { computeImageValues } from "./values/images.js";
import { computeIstiodValues } from "./values/istiod.js";
import { computeMeshConfigValues } from "./values/mesh-config.js";
import { computeOverlayValues } from "./values/overlay.js";
import { computeMultiClusterValues } from "./values/multi-cluster.js";
import { computeNamespaceValues } from "./values/namespace.js";
import { computeProfileValues } from "./values/profile.js";
import { computeRevisionValues } from "./values/revision.js";
import type { ValuesStep } from "./values/step.js";

/**
 * The order of precedence, weakest first; each step wins over those before it:
 * 1. namespace
 * 2. profile: the name of the chart's own profile, which the chart lays under all values given to it, and the platform
 * 3. revision
 * 4. images: `hub`, `tag`, `imagePullPolicy`
 * 5. typed settings: first `meshConfig`, `accessLog` and `tracing`, then those of several clusters, then those of istiod
 * 6. overlay: the user's `values` for the chart
 * 7. final: what nobody may change; `findSettingsProblems` refuses an overlay that tries
 */
const steps: readonly ValuesStep[] = [
  computeNamespaceValues,
  computeProfileValues,
  computeRevisionValues,
  computeImageValues,
  computeMeshConfigValues,
  computeMultiClusterValues,
  computeIstiodValues,
  computeOverlayValues,
  computeFinalValues,
];

/** The Helm values of one of the control plane's charts. Pure: the settings are not changed, equal settings give equal values. */
export function computeValues(chart: ChartName, settings: ResolvedControlPlane): Values {
  return steps.reduce<Values>((values, step) => mergeValues(values, step(chart, settings)), {});
}
