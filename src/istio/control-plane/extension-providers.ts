import { isValues, readValue, type Values } from "../merge.js";
import { profileSettings } from "./profile-settings.js";
import { profiles } from "./profiles.js";
import type { ResolvedControlPlane } from "./resolve.js";

/** Providers that every mesh has. Source: `DefaultMeshConfig` in Istio's pkg/config/mesh/mesh.go. */
export const builtInProviders: readonly string[] = ["prometheus", "stackdriver", "envoy"];

/** Names of the extension providers that the settings or the profile add to the mesh configuration. */
export function listExtensionProviders(settings: ResolvedControlPlane): string[] {
  return readProviders(settings).map(({ name }) => String(name));
}

/** Hosts of the services behind those providers, where proxies send spans, logs and questions of authorization. */
export function listProviderHosts(settings: ResolvedControlPlane): string[] {
  const hosts = readProviders(settings).flatMap((provider) =>
    Object.values(provider)
      .filter(isValues)
      // Istio takes `<namespace>/<host>` too, where one host is in several namespaces.
      .flatMap(({ service }) => (typeof service === "string" ? [service.split("/").at(-1) ?? ""] : [])),
  );
  return [...new Set(hosts)].sort();
}

function readProviders({ profile, meshConfig, values }: ResolvedControlPlane): Values[] {
  const { chartProfile } = profiles[profile];
  // Lists replace each other, so the strongest list is the whole one.
  const lists: unknown[] = [
    readValue(values.istiod, "meshConfig.extensionProviders"),
    meshConfig?.extensionProviders,
    chartProfile === undefined ? [] : profileSettings[chartProfile]["meshConfig.extensionProviders"],
  ];
  const strongest = lists.find(Array.isArray) ?? [];
  return strongest.filter(isValues);
}
