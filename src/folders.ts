import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

// Where this package keeps what outlives a run. Both follow the XDG base directory specification, so that
// a test or a second user gets folders of its own by setting one variable.

/** A path as people write it in a file: `~/` is the home folder, a relative one starts at `folder`. */
export function resolvePath(path: string, folder: string): string {
  return path.startsWith("~/") ? join(homedir(), path.slice(2)) : resolve(folder, path);
}

/** Built tools, images and rendered charts: everything in it can be made again. */
export function cacheFolder(): string {
  return join(readBase("XDG_CACHE_HOME") ?? join(homedir(), ".cache"), "pulumi-istio");
}

/** Clusters, logs and the Pulumi state of local runs. */
export function stateFolder(): string {
  return join(readBase("XDG_STATE_HOME") ?? join(homedir(), ".local", "state"), "pulumi-istio");
}

/** The specification takes an empty value for none, and ignores a relative path: https://specifications.freedesktop.org/basedir-spec/latest/ */
function readBase(variable: "XDG_CACHE_HOME" | "XDG_STATE_HOME"): string | undefined {
  const value = process.env[variable] ?? "";
  return isAbsolute(value) ? value : undefined;
}

/** The folder of the local cluster of that name. */
export function clusterFolder(name: string): string {
  return join(stateFolder(), "clusters", name);
}

/** The kubeconfig that `mesh local up` leaves and `LocalCluster` reads. */
export function clusterKubeconfig(name: string): string {
  return join(clusterFolder(name), "kubeconfig");
}

/** Istio's charts of the local cluster of that name, one folder a chart. */
export function clusterCharts(name: string): string {
  return join(clusterFolder(name), "charts");
}

/** The Gateway API's CustomResourceDefinitions of the local cluster of that name, one folder a channel. */
export function clusterGatewayApi(name: string): string {
  return join(clusterFolder(name), "gateway-api");
}
