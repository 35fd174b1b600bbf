import { isValues, mergeValues, type Values } from "../merge.js";
import { profileSettings } from "../control-plane/profile-settings.js";
import { profiles } from "../control-plane/profiles.js";
import type { ResolvedControlPlane } from "../control-plane/resolve.js";
import { computeValues } from "../control-plane/values.js";

const prefix = "meshConfig.";

/** The mesh configuration that an installation has, as far as its profile and settings say it. Source: Istio's MeshConfig. */
export function computeMeshConfig(settings: ResolvedControlPlane): Values {
  const { chartProfile } = profiles[settings.profile];
  const ofProfile = chartProfile === undefined ? {} : (profileSettings[chartProfile] as Values);
  const laid = Object.entries(ofProfile)
    .filter(([path]) => path.startsWith(prefix))
    .map(([path, value]) => nest(path.slice(prefix.length).split("."), value));
  const { meshConfig } = computeValues("istiod", settings);
  return [...laid, isValues(meshConfig) ? meshConfig : {}].reduce<Values>(mergeValues, {});
}

function nest(path: readonly string[], value: unknown): Values {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Values;
}
