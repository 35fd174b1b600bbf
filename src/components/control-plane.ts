import * as pulumi from "@pulumi/pulumi";
import {
  computeChartReference,
  findChartSourceProblems,
  type ChartName,
  type ChartSource,
} from "../istio/versions/charts.js";
import { profiles } from "../istio/control-plane/profiles.js";
import { resolveControlPlane, type ResolvedControlPlane } from "../istio/control-plane/resolve.js";
import { findSettingsProblems } from "../istio/control-plane/settings-problems.js";
import type { ControlPlaneSettings } from "../istio/control-plane/settings.js";
import { computeValues } from "../istio/control-plane/values.js";
import { computeNewestKubernetes, findVersionProblems } from "../istio/versions/versions.js";
import { moveProblems, placeProblems, type Problem } from "../findings/problem.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { renderChart } from "./chart.js";
import { keepEngineWaiting } from "./keep-engine-waiting.js";
import { registerManifests } from "./manifest-resource.js";
import { MeshNamespace, type MeshNamespaceArgs, type NamespaceMode } from "./mesh-namespace.js";
import { requireEngine } from "./require-engine.js";
import { stopOnErrors } from "./stop-on-errors.js";
import { createTakeoverHooks, forceTakeover } from "./takeover.js";

/** Inputs of `ControlPlane`: Istio's settings, and where and how they are installed. */
export interface ControlPlaneArgs extends ControlPlaneSettings {
  /** Kubeconfig of the cluster; with it the namespace is checked before it is made. */
  kubeconfig: pulumi.Input<string>;
  /**
   * Whether the stack takes over a control plane that somebody else has installed; without it a preview refuses that.
   * @default false
   */
  adopt?: boolean;
  /**
   * Who owns the control plane's namespace.
   * @default "create", and "adopt" with `adopt`
   */
  namespaceMode?: NamespaceMode;
  /**
   * Where the charts come from.
   * @default - Istio's chart repository
   */
  charts?: ChartSource;
  /**
   * The cluster's Kubernetes version, `1.36.3`; what Istio does not support is refused.
   * @default - not checked; charts are rendered for the newest version that Istio supports
   */
  kubernetesVersion?: string;
  /**
   * Whether destroy removes Istio's CRDs, and with them every Istio object of the cluster, those of others too. It takes
   * effect with the next `up`, so set it in one `up` and destroy after that.
   * @default false
   */
  removeCrds?: boolean;
}

/**
 * Istio's control plane: its namespace and the objects of the charts base, istiod and, where the profile has them, cni
 * and ztunnel, each registered as a resource of its own.
 */
export class ControlPlane extends pulumi.ComponentResource {
  /** Namespace of the control plane, known once istiod is available and its webhooks carry their certificate. */
  public readonly namespace: pulumi.Output<string>;
  /** Revision of the control plane, empty for the default one; known when `namespace` is. */
  public readonly revision: pulumi.Output<string>;

  constructor(name: string, args: ControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    stopOnErrors(placeProblems(findControlPlaneProblems(args)));
    void requireEngine();
    super("pulumi-istio:index:ControlPlane", name, { ...args, kubeconfig: pulumi.secret(args.kubeconfig) }, opts);
    const ready = pulumi.output(this.getData());
    const { namespace, revision = "" } = resolveControlPlane(args);
    this.namespace = ready.apply(() => namespace);
    this.revision = ready.apply(() => revision);
  }

  /** Renders all charts before it registers the first of their objects; dependents of the component wait for all of them. */
  protected override initialize(
    args: ControlPlaneArgs,
    _opts?: pulumi.ComponentResourceOptions,
    name = "",
  ): Promise<pulumi.Output<unknown>> {
    const controlPlane = resolveControlPlane(args);
    return keepEngineWaiting(async () => {
      const rendering = Promise.all(findChartGroups(controlPlane).map((charts) => renderGroup(charts, controlPlane)));
      const { kubeconfig, adopt } = args;
      const objects = { kubeconfig, adopt, part: "the control plane", manifests: rendering.then((all) => all.flat()) };
      const hooks = createTakeoverHooks(`ControlPlane/${name}`, objects);
      const groups = await rendering;
      const namespace = groups.length === 0 ? [] : [registerHome(this, name, controlPlane, hooks)];
      const children = groups.reduce<pulumi.Resource[]>((before, manifests) => {
        const base = { parent: this, dependsOn: before, hooks };
        return [
          ...before,
          ...registerManifests(name, forceTakeover(manifests, adopt), {
            base,
            each: (manifest) => computeOptions(manifest, args),
          }).values(),
        ];
      }, namespace);
      this.registerOutputs({ namespace: this.namespace, revision: this.revision });
      return pulumi.all(children.map(({ urn }) => urn));
    });
  }
}

/** Inputs with their defaults, as far as the charts need them. */
type ResolvedArgs = ResolvedControlPlane & Pick<ControlPlaneArgs, "charts" | "kubernetesVersion">;

/** What is wrong with a control plane's settings, its charts' source or its versions. */
export function findControlPlaneProblems(args: Omit<ControlPlaneArgs, "kubeconfig">): Problem[] {
  const today = new Date().toISOString().slice(0, 10);
  const { version: istio } = resolveControlPlane(args);
  return [
    ...findSettingsProblems(args),
    ...moveProblems(["charts"], findChartSourceProblems(args.charts ?? {})),
    ...moveProblems(["version"], findVersionProblems({ istio, kubernetes: args.kubernetesVersion, today })),
  ];
}

/**
 * The CustomResourceDefinitions that this control plane comes with, for an analysis by the schemas of the very version; none where the
 * profile installs none. Rendering needs no cluster.
 * @throws RunError where the chart cannot be fetched or rendered
 */
export async function renderDefinitions(args: Omit<ControlPlaneArgs, "kubeconfig">): Promise<Manifest[]> {
  const controlPlane = resolveControlPlane(args);
  if (!profiles[controlPlane.profile].components.base) return [];
  const rendered = await renderControlPlaneChart("base", controlPlane);
  return rendered.filter(({ kind }) => kind === "CustomResourceDefinition");
}

/**
 * The charts that the profile installs, in the order of an upgrade: control plane, CNI agent, node proxy. base and istiod
 * are one group, because the webhook of the chart base is answered by istiod.
 */
function findChartGroups({ profile }: ResolvedControlPlane): ChartName[][] {
  const { components } = profiles[profile];
  const groups: (keyof typeof components & ChartName)[][] = [["base", "istiod"], ["cni"], ["ztunnel"]];
  return groups.map((group) => group.filter((chart) => components[chart])).filter((group) => group.length > 0);
}

async function renderGroup(charts: readonly ChartName[], args: ResolvedArgs): Promise<Manifest[]> {
  const rendered = await Promise.all(charts.map((chart) => renderControlPlaneChart(chart, args)));
  return rendered.flat().map((manifest) => (isAnsweredHere(manifest, args) ? waitForCertificate(manifest) : manifest));
}

/** Whether a webhook is answered by the istiod of this control plane; that of the remote profile runs elsewhere. */
function isAnsweredHere({ kind }: Manifest, { profile }: ResolvedControlPlane): boolean {
  return profile !== "remote" && ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"].includes(kind);
}

/** The object counts as ready when istiod has written its certificate into it, not as soon as it exists. */
function waitForCertificate(manifest: Manifest): Manifest {
  const waitFor = { "pulumi.com/waitFor": "jsonpath={.webhooks[0].clientConfig.caBundle}" };
  const { metadata } = manifest;
  return { ...manifest, metadata: { ...metadata, annotations: { ...metadata.annotations, ...waitFor } } };
}

function renderControlPlaneChart(chart: ChartName, args: ResolvedArgs): Promise<Manifest[]> {
  const { cniNamespace, ztunnelNamespace } = profiles[args.profile];
  const own = { cni: cniNamespace, ztunnel: ztunnelNamespace, base: undefined, istiod: undefined, gateway: undefined };
  return renderChart({
    reference: computeChartReference(args.charts ?? {}, chart, args.version),
    releaseName: chart === "base" ? "istio-base" : chart,
    namespace: own[chart] ?? args.namespace,
    values: computeValues(chart, args),
    kubeVersion: args.kubernetesVersion ?? computeNewestKubernetes(args.version),
  });
}

function registerHome(
  parent: ControlPlane,
  name: string,
  args: ControlPlaneArgs & ResolvedControlPlane,
  hooks: pulumi.ResourceHookBinding,
): pulumi.Resource {
  const { kubeconfig, adopt = false, namespace, multiCluster: { network } = {} } = args;
  const { namespaceMode: mode = adopt ? "adopt" : undefined } = args;
  // istiod takes the network of this namespace for that of all pods that name none.
  const labels = network === undefined ? undefined : { "topology.istio.io/network": network };
  const inputs: MeshNamespaceArgs = { kubeconfig, namespace, mode, injection: "none", labels };
  // It comes first, so what is refused is refused once.
  return new MeshNamespace(`${name}-namespace`, inputs, { parent, hooks });
}

function computeOptions(manifest: Manifest, args: ControlPlaneArgs): pulumi.CustomResourceOptions {
  // Pulumi does not read Helm's annotation that keeps CRDs; without them every Istio object of the cluster is gone.
  if (manifest.kind === "CustomResourceDefinition") return { retainOnDelete: args.removeCrds !== true };
  return {};
}
