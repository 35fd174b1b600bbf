import { rename, rm, symlink } from "node:fs/promises";
import { clusterCharts, clusterGatewayApi } from "../../folders.js";

/** Folders of the cache that programs install from. */
export interface InstalledFiles {
  /** Istio's charts. */
  charts: string;
  /** The Gateway API's CustomResourceDefinitions. */
  gatewayApi: string;
}

/** Puts what is installed beside the kubeconfig, where programs find it without knowing the cache and its keys. */
export async function linkFiles(name: string, { charts, gatewayApi }: InstalledFiles): Promise<void> {
  await link(clusterCharts(name), charts);
  await link(clusterGatewayApi(name), gatewayApi);
}

async function link(place: string, target: string): Promise<void> {
  const fresh = `${place}.${process.pid}`;
  await rm(fresh, { force: true });
  await symlink(target, fresh);
  await rename(fresh, place);
}
