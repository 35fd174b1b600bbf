import { Provider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { createFinding } from "../findings/problem.js";
import { formatFinding } from "../findings/finding.js";
import type { ChartReference } from "../istio/versions/charts.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { kubernetesPluginVersion } from "./manifest-resource.js";
import { recallRendering, rememberRendering } from "./rendered-charts.js";
import { createRunError } from "../run-error.js";

/** One chart to render. */
export interface ChartRequest {
  reference: ChartReference;
  releaseName: string;
  namespace: string;
  values: Record<string, any>;
  /** Kubernetes version that the chart is rendered for, for example `1.36.0`. */
  kubeVersion: string;
  /**
   * Whether the chart makes keys or passwords, so that what it is rendered to is not kept on disk.
   * @default false
   */
  hasSecrets?: boolean;
}

// A kubeconfig document without clusters: an empty text would make the provider fall back to the cluster of the
// environment's KUBECONFIG, and rendering must never contact any cluster.
const noCluster = JSON.stringify({ apiVersion: "v1", kind: "Config", clusters: [], contexts: [], users: [] });

// What the charts ask of `.Capabilities.APIVersions`; given, so that no cluster is asked.
const apiVersions = ["v1", "apps/v1", "policy/v1", "autoscaling/v2", "admissionregistration.k8s.io/v1"];

// One a run: the key is the run's root resource, since one process may run several programs (Automation API).
const renderers = new WeakMap<object, Provider>();

/**
 * Renders a chart by the Kubernetes provider's own Helm (`kubernetes:helm:template`) into plain manifests.
 * Rejects with a RunError that holds Helm's message when the chart cannot be fetched or rendered.
 */
export async function renderChart(request: ChartRequest): Promise<Manifest[]> {
  // Registered in every run, also where nothing is left to render: otherwise it would come and go in the state.
  findRenderer();
  const { reference, releaseName, namespace, values, kubeVersion } = request;
  const options = {
    ...reference,
    release_name: releaseName,
    namespace,
    values,
    kube_version: kubeVersion,
    api_versions: apiVersions,
  };
  if (request.hasSecrets === true) return invokeHelm(options, reference);
  const known = await recallRendering(options);
  if (known !== undefined) return known;
  const result = await invokeHelm(options, reference);
  await rememberRendering(options, result);
  return result;
}

async function invokeHelm(options: object, { chart, path, fetch_opts }: ChartReference): Promise<Manifest[]> {
  const args = { jsonOpts: JSON.stringify(options) };
  const opts = { provider: findRenderer(), version: kubernetesPluginVersion, async: true };
  try {
    return ((await pulumi.runtime.invoke("kubernetes:helm:template", args, opts)) as { result: Manifest[] }).result;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^invocation of \S+ returned an error: /, "") : "";
    const place = path ?? fetch_opts?.repo;
    const what = place === undefined ? chart : `${chart} of ${place}`;
    throw createRunError(formatFinding(createFinding("MESH0124", `the chart ${what} cannot be rendered: ${reason}`)));
  }
}

function findRenderer(): Provider {
  const run = pulumi.runtime.getStackResource() ?? renderers;
  const known = renderers.get(run);
  if (known !== undefined) return known;
  const renderer = new Provider("chart-renderer", { kubeconfig: noCluster }, { parent: undefined });
  renderers.set(run, renderer);
  return renderer;
}
