import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../finding.js";
import { computeChartReference, findChartSourceProblems, type ChartSource } from "../istio/charts.js";
import { setReadinessProbe } from "../istio/gateway-readiness.js";
import type { GatewaySettings } from "../istio/gateway-settings.js";
import { computeGatewayValues, findGatewayProblems } from "../istio/gateway-values.js";
import { computeNewestKubernetes, defaultIstioVersion, findVersionErrors } from "../istio/versions.js";
import { renderChart } from "./chart.js";
import { keepEngineWaiting } from "./keep-engine-waiting.js";
import { registerManifests } from "./manifest-resource.js";
import { stopOnErrors } from "./stop-on-errors.js";
import { createWebhookProof } from "./webhook-proof.js";

/** Inputs of `Gateway`: its settings, and where and how it is installed. */
export interface GatewayArgs extends GatewaySettings {
  /** Kubeconfig of the cluster; with it the injection webhook is proven before the first pod. */
  kubeconfig: pulumi.Input<string>;
  /**
   * Namespace of the control plane that injects the proxy, as `ControlPlane` gives it: the pods start when that one's
   * webhooks answer.
   * @default - they start at once, for a control plane of another cluster
   */
  controlPlaneNamespace?: pulumi.Input<string>;
  /**
   * Name of the Deployment and the Service.
   * @default the component's name
   */
  gatewayName?: string;
  /**
   * Namespace of the gateway; it has to exist.
   * @default "istio-system"
   */
  namespace?: string;
  /**
   * Release of the gateway's chart.
   * @default "1.31.1"
   */
  version?: string;
  /**
   * Where the chart comes from.
   * @default - Istio's chart repository
   */
  charts?: ChartSource;
  /**
   * The cluster's Kubernetes version, which the chart is rendered for.
   * @default - the newest one that Istio supports
   */
  kubernetesVersion?: string;
}

/** An ingress or egress gateway by Istio's gateway chart; its pod starts only after a proven injection webhook. */
export class Gateway extends pulumi.ComponentResource {
  /** Name of the gateway's Service, known once its pods are ready. */
  public readonly service: pulumi.Output<string>;

  constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    stopOnErrors(findProblems(args));
    super("pulumi-istio:index:Gateway", name, { ...args, kubeconfig: pulumi.secret(args.kubeconfig) }, opts);
    this.service = pulumi.output(this.getData()).apply(() => args.gatewayName ?? name);
  }

  /** Renders the chart, then registers its objects; dependents of the component wait for all of them. */
  protected override initialize(
    args: GatewayArgs,
    _opts?: pulumi.ComponentResourceOptions,
    name = "",
  ): Promise<pulumi.Output<unknown>> {
    return keepEngineWaiting(async () => {
      const { kubeconfig, controlPlaneNamespace: namespace, revision = "" } = args;
      const proof =
        namespace === undefined ? [] : [createWebhookProof(`Gateway/${name}`, { kubeconfig, namespace, revision })];
      const manifests = (await renderGateway(name, args)).map(setReadinessProbe);
      const children = registerManifests(name, manifests, {
        base: { parent: this, dependsOn: pulumi.output(namespace).apply((): pulumi.Resource[] => []) },
        each: ({ kind }) => (kind === "Deployment" ? { hooks: { beforeCreate: proof, beforeUpdate: proof } } : {}),
      });
      this.registerOutputs({ service: this.service });
      return pulumi.all(children.map(({ urn }) => urn));
    });
  }
}

/** Without the warnings about versions: those are the control plane's to print. */
function findProblems(args: GatewayArgs): Finding[] {
  const { charts = {}, version: istio = defaultIstioVersion, kubernetesVersion: kubernetes } = args;
  return [
    ...findGatewayProblems(args),
    ...findChartSourceProblems(charts),
    ...findVersionErrors({ istio, kubernetes }),
  ];
}

function renderGateway(name: string, args: GatewayArgs) {
  const version = args.version ?? defaultIstioVersion;
  return renderChart({
    reference: computeChartReference(args.charts ?? {}, "gateway", version),
    releaseName: args.gatewayName ?? name,
    namespace: args.namespace ?? "istio-system",
    values: computeGatewayValues(args),
    kubeVersion: args.kubernetesVersion ?? computeNewestKubernetes(version),
  });
}
