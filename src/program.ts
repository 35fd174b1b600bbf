import * as pulumi from "@pulumi/pulumi";
import { createCluster, loadClusterNames } from "./stack/cluster-of-stack.js";
import { nameStackFolders, readFilesOfStack } from "./components/files-of-stack.js";
import { Application } from "./components/application.js";
import { renderDefinitions } from "./components/control-plane.js";
import { loadGatewayApi } from "./components/gateway-api-manifest.js";
import { Mesh } from "./components/mesh.js";
import { requireEngine } from "./components/require-engine.js";
import { placeSuppressions } from "./stack/config-problems.js";
import { completeGateways, findLoadBalancers } from "./stack/clusters/kinds.js";
import { readConfig } from "./stack/config.js";
import type { StackConfig } from "./stack/config-schema.js";
import { resolvePath } from "./folders.js";
import { placeApplications } from "./plan/mesh-of-stack.js";

/** The program of every stack of a project: its configuration -> cluster, mesh, applications -> outputs. */
export default async function program(): Promise<pulumi.Inputs> {
  await requireEngine();
  // The folder of Pulumi.yaml: a project elsewhere runs this program, too.
  const project = pulumi.getRootDirectory();
  const located = await readConfig(project, loadClusterNames);
  const { cluster: clusterConfig, applications = {}, ...meshConfig } = located.config;
  const loadBalancers = findLoadBalancers(clusterConfig);
  const folders = nameStackFolders(pulumi.getStack());
  const { manifests, policies } = readFilesOfStack(project, folders, { ...located.config, loadBalancers });
  const cluster = await createCluster(clusterConfig, located, project);
  const { kubernetesVersion, kubeconfig } = cluster;

  const { folder: ofCharts, ...elsewhere } = meshConfig.charts ?? { folder: cluster.charts };
  // Paths of the stack's file start at the project's folder, wherever the program runs.
  const charts = { ...elsewhere, folder: ofCharts === undefined ? undefined : resolvePath(ofCharts, project) };
  const definitions = await renderDefinitions({ ...meshConfig.controlPlane, charts, kubernetesVersion });
  const gatewayApi = meshConfig.gatewayApi && placeManifest(meshConfig.gatewayApi, cluster.gatewayApi, project);
  const ofGatewayApi = gatewayApi ? await loadGatewayApi(gatewayApi, meshConfig.controlPlane?.version) : [];
  const inCluster = { providers: [cluster.provider] };
  const mesh = new Mesh(
    "mesh",
    {
      ...meshConfig,
      gateways: completeGateways(located.config),
      charts,
      kubernetesVersion,
      loadBalancers,
      kubeconfig,
      policies,
      gatewayApi,
      definitions: [...definitions, ...ofGatewayApi],
      analysis: { ...meshConfig.analysis, suppressions: placeSuppressions(located.config, located.locate) },
      applications: placeApplications(applications, manifests),
    },
    inCluster,
  );
  for (const [name, { namespace, imagePullPolicy }] of Object.entries(applications)) {
    const ready = mesh.namespaces.apply((names) => names[namespace] ?? namespace);
    new Application(name, { namespace: ready, manifests: manifests[name] ?? [], imagePullPolicy }, inCluster);
  }
  return {
    // A cluster that this stack makes is asked nothing, and its kubeconfig is for stacks whose mesh is on it.
    ...(cluster.isOwn === true ? { kubeconfig } : { clusterUid: cluster.uid }),
    controlPlaneNamespace: mesh.controlPlaneNamespace,
    gateways: mesh.gateways,
  };
}

/** The manifest that is named, from the project's folder on, else the one that the cluster brings with it. */
function placeManifest(settings: NonNullable<StackConfig["gatewayApi"]>, own: string | undefined, project: string) {
  const { manifest } = settings;
  if (manifest === undefined) return { ...settings, manifest: settings.version === undefined ? own : undefined };
  return { ...settings, manifest: /^https?:\/\//.test(manifest) ? manifest : resolvePath(manifest, project) };
}
