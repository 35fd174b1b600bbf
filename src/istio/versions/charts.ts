import { createProblem, type Problem } from "../../findings/problem.js";

/** Istio's charts that this package installs. */
export const ChartName = {
  /** CustomResourceDefinitions and what all revisions share. */
  Base: "base",
  /** The control plane. */
  Istiod: "istiod",
  /** The node agent that redirects traffic. */
  Cni: "cni",
  /** The node proxy of ambient mode. */
  Ztunnel: "ztunnel",
  /** One ingress or egress gateway. */
  Gateway: "gateway",
} as const;
export type ChartName = (typeof ChartName)[keyof typeof ChartName];

/** The official repository; it holds all versions. Also as OCI: `oci://ghcr.io/istio/release/charts`. */
const defaultChartRepository = "https://blob.istio.io/istio-release/charts";

/** Where Istio's charts come from: a repository or a folder, not both. */
export interface ChartSource {
  /**
   * URL of a Helm repository (`https://`, `http://`) or of a registry path (`oci://`).
   * @default "https://blob.istio.io/istio-release/charts"
   */
  repository?: string;
  /**
   * Folder that contains the charts `base`, `istiod`, `cni`, `ztunnel` and `gateway`, unpacked. For installations without internet access.
   * @default - the charts come from `repository`
   */
  folder?: string;
}

/** The fields with which the Kubernetes provider's invoke `kubernetes:helm:template` finds a chart. */
export interface ChartReference {
  chart: string;
  /** The folder that contains `chart`. */
  path?: string;
  version?: string;
  /** The repository's URL stands here; the invoke's own `repo` would take it for a name known to a local Helm. */
  fetch_opts?: { repo: string };
}

/** How the provider is told to take one chart. `version` counts for repositories only: a folder holds one version. */
export function computeChartReference(source: ChartSource, chart: ChartName, version: string): ChartReference {
  if (source.folder !== undefined) return { chart, path: source.folder };
  const repository = (source.repository ?? defaultChartRepository).replace(/\/+$/, "");
  if (repository.startsWith("oci://")) return { chart: `${repository}/${chart}`, version };
  return { chart, version, fetch_opts: { repo: repository } };
}

/** What is wrong with a chart source. */
export function findChartSourceProblems({ repository, folder }: ChartSource): Problem[] {
  if (repository !== undefined && folder !== undefined) {
    const given = `repository is "${repository}" and folder is "${folder}"`;
    return [createProblem([], "MESH0113", `charts can come from one place only: ${given}`, "remove one of the two")];
  }
  if (folder === "") return [createProblem(["folder"], "MESH0113", "the charts' `folder` is empty")];
  if (repository === undefined || /^(https?|oci):\/\/./.test(repository)) return [];
  return [
    createProblem(
      ["repository"],
      "MESH0113",
      `the charts' \`repository\` is "${repository}", which is not a URL of a repository`,
    ),
  ];
}
