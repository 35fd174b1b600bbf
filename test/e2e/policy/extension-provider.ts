import { parse, stringify } from "yaml";
import { eventually, kubectl } from "./cluster.js";

interface MeshConfig {
  extensionProviders?: { name: string; [kind: string]: unknown }[];
  [field: string]: unknown;
}

interface ConfigMap {
  data: { mesh: string };
}

/** Adds one extension provider to the running mesh's configuration, whatever others do to it at the same time. */
export function addExtensionProvider(name: string, provider: Record<string, unknown>): Promise<void> {
  return changeProviders((all) => [...all.filter((one) => one.name !== name), { name, ...provider }]);
}

/** Takes it out again. */
export function removeExtensionProvider(name: string): Promise<void> {
  return changeProviders((all) => all.filter((one) => one.name !== name));
}

type Providers = NonNullable<MeshConfig["extensionProviders"]>;

/** What is replaced has the version that was read, so that a change in between is a conflict; then it is read again. */
async function changeProviders(change: (all: Providers) => Providers): Promise<void> {
  await eventually(async () => {
    const map = JSON.parse(
      await kubectl(["-n", "istio-system", "get", "configmap", "istio", "-o", "json"]),
    ) as ConfigMap;
    const { extensionProviders = [], ...mesh } = parse(map.data.mesh) as MeshConfig;
    const changed = change(extensionProviders);
    map.data.mesh = stringify(changed.length === 0 ? mesh : { ...mesh, extensionProviders: changed });
    await kubectl(["replace", "--filename", "-"], JSON.stringify(map));
  });
}
