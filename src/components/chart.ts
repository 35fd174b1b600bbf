import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ChartReference } from "../istio/charts.js";
import type { Manifest } from "../manifest.js";
import { kubernetesPluginVersion } from "./manifest-resource.js";
import { recallRendering, rememberRendering } from "./rendered-charts.js";

/** One chart to render. */
export interface ChartRequest {
  reference: ChartReference;
  releaseName: string;
  namespace: string;
  values: Record<string, any>;
  /** Kubernetes version that the chart is rendered for, for example `1.36.0`. */
  kubeVersion: string;
}

// A kubeconfig document without clusters: an empty text would make the provider fall back to the cluster of the
// environment's KUBECONFIG, and rendering must never contact any cluster.
const noCluster = JSON.stringify({ apiVersion: "v1", kind: "Config", clusters: [], contexts: [], users: [] });

// What the charts ask of `.Capabilities.APIVersions`; given, so that no cluster is asked.
const apiVersions = ["v1", "apps/v1", "policy/v1", "autoscaling/v2", "admissionregistration.k8s.io/v1"];

// One a run: the key is the run's root resource, since one process may run several programs (Automation API).
const renderers = new WeakMap<object, kubernetes.Provider>();

/**
 * Renders a chart by the Kubernetes provider's own Helm (`kubernetes:helm:template`) into plain manifests.
 * Rejects with Helm's message when the chart cannot be fetched or rendered.
 */
export async function renderChart(request: ChartRequest): Promise<Manifest[]> {
  const provider = findRenderer();
  const { reference, releaseName, namespace, values, kubeVersion } = request;
  const options = {
    ...reference,
    release_name: releaseName,
    namespace,
    values,
    kube_version: kubeVersion,
    api_versions: apiVersions,
  };
  const known = await recallRendering(options);
  if (known !== undefined) return known;
  const { result } = (await pulumi.runtime.invoke(
    "kubernetes:helm:template",
    { jsonOpts: JSON.stringify(options) },
    { provider, version: kubernetesPluginVersion, async: true },
  )) as { result: Manifest[] };
  await rememberRendering(options, result);
  return result;
}

function findRenderer(): kubernetes.Provider {
  const run = pulumi.runtime.getStackResource() ?? renderers;
  const known = renderers.get(run);
  if (known !== undefined) return known;
  const renderer = new kubernetes.Provider("chart-renderer", { kubeconfig: noCluster }, { parent: undefined });
  renderers.set(run, renderer);
  return renderer;
}
