import { isValues, readValue } from "./merge.js";
import { profileSettings } from "./profile-settings.js";
import { Profile, profiles } from "./profiles.js";
import type { ControlPlaneSettings } from "./settings.js";

/** Providers that every mesh has. Source: `DefaultMeshConfig` in Istio's pkg/config/mesh/mesh.go. */
export const builtInProviders: readonly string[] = ["prometheus", "stackdriver", "envoy"];

/** Names of the extension providers that the settings or the profile add to the mesh configuration. */
export function listExtensionProviders({ profile, meshConfig, values }: ControlPlaneSettings): string[] {
  const { chartProfile } = profiles[profile ?? Profile.Default];
  // Lists replace each other, so the strongest list is the whole one.
  const lists: unknown[] = [
    readValue(values?.istiod, "meshConfig.extensionProviders"),
    meshConfig?.extensionProviders,
    chartProfile === undefined ? [] : profileSettings[chartProfile]["meshConfig.extensionProviders"],
  ];
  const strongest = lists.find(Array.isArray) ?? [];
  return strongest.flatMap((entry: unknown) => (isValues(entry) ? [String(entry.name)] : []));
}
