import * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { createFinding } from "./codes.js";
import { readApplications } from "./components/applications-of-stack.js";
import { Application } from "./components/application.js";
import { fetchClusterIdentity, type ClusterIdentity } from "./components/cluster-api.js";
import { ExistingCluster, readKubeconfig } from "./components/existing-cluster.js";
import { LocalCluster, readLocalKubeconfig } from "./components/local-cluster.js";
import { Mesh } from "./components/mesh.js";
import { readPolicies } from "./components/policies-of-stack.js";
import { stopOnErrors } from "./components/stop-on-errors.js";
import { findPairProblems } from "./config-problems.js";
import { readConfig, type LocatedConfig } from "./config.js";
import type { StackConfig } from "./config-schema.js";
import { formatFinding } from "./finding.js";
import { clusterCharts, resolvePath } from "./folders.js";
import type { Manifest } from "./manifest.js";
import { createRunError } from "./run-error.js";

/** Folder of Pulumi.yaml. */
const project = join(import.meta.dirname, "..");

/** The program of every stack of this project: its configuration -> cluster, mesh, applications -> outputs. */
export default async function program(): Promise<pulumi.Inputs> {
  const located = readConfig(project);
  const { cluster: clusterConfig, applications = {}, ...meshConfig } = located.config;
  const manifests = readApplications(join(project, "stacks", pulumi.getStack(), "apps"), Object.keys(applications));
  const policies = readPolicies(join(project, "stacks", pulumi.getStack(), "policies"));
  const isLocal = clusterConfig.kind === "local";
  const kubeconfig = isLocal
    ? readLocalKubeconfig(clusterConfig.name ?? "dev")
    : readKubeconfig({ kubeconfigPath: findPath(clusterConfig.kubeconfig), context: clusterConfig.context });
  const { kubernetesVersion, uid } = await identifyCluster(kubeconfig, located);
  stopOnErrors(findPairProblems(located.config, kubernetesVersion, located.locate));

  const cluster = isLocal
    ? new LocalCluster("cluster", { name: clusterConfig.name })
    : new ExistingCluster("cluster", { kubeconfig });
  const ownCharts = isLocal ? { folder: clusterCharts(clusterConfig.name ?? "dev") } : {};
  const { folder, ...elsewhere } = { ...(meshConfig.charts ?? ownCharts) };
  const charts = { ...elsewhere, folder: findPath(folder) };
  const inCluster = { providers: [cluster.provider] };
  const mesh = new Mesh(
    "mesh",
    {
      ...meshConfig,
      charts,
      kubernetesVersion,
      kubeconfig: cluster.kubeconfig,
      policies,
      applications: placeApplications(applications, manifests),
    },
    inCluster,
  );
  for (const [name, { namespace, imagePullPolicy }] of Object.entries(applications)) {
    const ready = mesh.namespaces.apply((names) => names[namespace] ?? namespace);
    new Application(name, { namespace: ready, manifests: manifests[name] ?? [], imagePullPolicy }, inCluster);
  }
  return { clusterUid: uid, controlPlaneNamespace: mesh.controlPlaneNamespace, gateways: mesh.gateways };
}

/** All objects of the applications, each with the namespace that its application's are put into. */
function placeApplications(
  applications: NonNullable<StackConfig["applications"]>,
  manifests: Record<string, Manifest[]>,
): Manifest[] {
  return Object.entries(applications).flatMap(([name, { namespace }]) =>
    (manifests[name] ?? []).map((manifest) => ({ ...manifest, metadata: { namespace, ...manifest.metadata } })),
  );
}

/** Paths of the stack's file start at the project's folder, wherever the program runs. */
function findPath(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolvePath(path, project);
}

/** Asks the cluster before anything is registered: one that does not answer changes nothing, not even the state. */
async function identifyCluster(kubeconfig: string, { locate }: LocatedConfig): Promise<ClusterIdentity> {
  try {
    return await fetchClusterIdentity(kubeconfig);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw createRunError(formatFinding({ ...createFinding("MESH0123", message), ...locate(["cluster"]) }));
  }
}
