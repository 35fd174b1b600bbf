import { rename, rm, symlink } from "node:fs/promises";
import { clusterCharts } from "../../folders.js";

/** Puts Istio's charts beside the kubeconfig, where programs find them without knowing the cache and its keys. */
export async function linkCharts(name: string, charts: string): Promise<void> {
  const link = clusterCharts(name);
  const fresh = `${link}.${process.pid}`;
  await rm(fresh, { force: true });
  await symlink(charts, fresh);
  await rename(fresh, link);
}
