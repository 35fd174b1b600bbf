import type { ChartName } from "../../versions/charts.js";
import { isValues, mergeValues, type Values } from "../../merge.js";
import type { ValuesStep } from "./step.js";

// The charts copy everything under these keys over the top level, as their last step before rendering.
const scopes: Partial<Record<ChartName, string>> = { istiod: "pilot", cni: "cni" };

// Read before that copy, or written at the top level by an earlier step.
const topLevel = new Set(["profile", "platform", "compatibilityVersion", "global", "revision", "base", "meshConfig"]);

/**
 * The user's `values` for the chart. What the chart accepts both at the top level and under `pilot` (istiod) or `cni` is moved
 * under it: a profile or a typed setting stands there already, and would win over the user's value at the top level.
 */
export const computeOverlayValues: ValuesStep = (chart, { values }) => {
  const overlay: unknown = values[chart];
  return isValues(overlay) ? scopeValues(overlay, scopes[chart]) : {};
};

function scopeValues(overlay: Values, scope: string | undefined): Values {
  if (scope === undefined) return overlay;
  const { [scope]: scoped, ...others } = overlay;
  const stays = (key: string): boolean => topLevel.has(key);
  const moved = pick(others, (key) => !stays(key));
  const inner = mergeValues(moved, isValues(scoped) ? scoped : {});
  return { ...pick(others, stays), ...(Object.keys(inner).length === 0 ? {} : { [scope]: inner }) };
}

function pick(values: Values, keep: (key: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keep(key)));
}
