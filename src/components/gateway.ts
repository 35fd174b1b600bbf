import * as pulumi from "@pulumi/pulumi";
import { moveProblems, placeProblems, type Problem } from "../findings/problem.js";
import { nameGatewayService } from "../mesh/gateway/gateway-sections.js";
import { computeChartReference, findChartSourceProblems, type ChartSource } from "../istio/versions/charts.js";
import { findGatewayNameProblems } from "../istio/gateway/gateway-names.js";
import { findServingProblems } from "../istio/gateway/gateway-serving.js";
import { renderCrossNetworkGateway } from "../istio/gateway/east-west-gateway.js";
import { setReadinessProbe } from "../istio/gateway/gateway-readiness.js";
import { GatewayKind, type GatewaySettings } from "../istio/gateway/gateway-settings.js";
import { computeGatewaySelector, computeGatewayValues, findGatewayProblems } from "../istio/gateway/gateway-values.js";
import { resolveGateway } from "../istio/gateway/resolve.js";
import { renderKubernetesGateway, type GatewayPlace } from "../istio/gateway-api/kubernetes-gateway.js";
import { computeNewestKubernetes, findVersionErrors } from "../istio/versions/versions.js";
import { GatewayApiChoice } from "../mesh/gateway/listener-choices.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { renderChart } from "./chart.js";
import { createDefinitionCheck } from "./gateway-api-check.js";
import { createCertificates, hideKeys, type GatewayCertificate } from "./gateway-certificates.js";
import { watchSecrets } from "./gateway-secrets.js";
import { keepEngineWaiting } from "./keep-engine-waiting.js";
import { registerManifests } from "./manifest-resource.js";
import { requireEngine } from "./require-engine.js";
import { stopOnErrors } from "./stop-on-errors.js";
import { createTakeoverHooks, forceTakeover } from "./takeover.js";
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
   * Release of the Gateway API that the stack installs, as `GatewayApi` gives it: the Gateway is made after its definitions.
   * @default - those of the cluster, which must be there and are looked at in the preview
   */
  gatewayApiVersion?: pulumi.Input<string>;
  /**
   * Name of the Deployment and the Service; with `api: "gateway-api"` of the Gateway, and istiod adds "-istio" to it for the two.
   * @default the component's name
   */
  gatewayName?: string;
  /**
   * Namespace of the gateway; it must exist.
   * @default "istio-system"
   */
  namespace?: string;
  /**
   * Release of the gateway's chart.
   * @default "1.31.4"
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
  /**
   * Certificates of its listeners, by name. The provider must have `enableSecretMutable`, so that a new certificate takes the
   * place of the old one; those of this package's clusters have it.
   * @default - none
   */
  certificates?: Record<string, GatewayCertificate>;
}

/**
 * An ingress, egress or east-west gateway: by Istio's gateway chart, whose pod starts only after a proven injection webhook, or as a
 * Gateway of the Kubernetes Gateway API, which counts as ready when istiod has programmed it.
 */
export class Gateway extends pulumi.ComponentResource {
  /** Name of the gateway's Service, known once its pods are ready. */
  public readonly service: pulumi.Output<string>;

  constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    const gateway = resolveArgs(name, args);
    const problems = [...findGatewayNameProblems(gateway.gatewayName, args), ...findProblems(args, gateway)];
    stopOnErrors(placeProblems(problems));
    void requireEngine();
    const kept = { ...hideKeys(args), kubeconfig: pulumi.secret(args.kubeconfig) };
    super("pulumi-istio:index:Gateway", name, kept, opts);
    const { api, gatewayName } = gateway;
    const service = api === GatewayApiChoice.GatewayApi ? nameGatewayService(gatewayName) : gatewayName;
    this.service = pulumi.output(this.getData()).apply(() => service);
  }

  /** Renders the chart, then registers its objects; dependents of the component wait for all of them. */
  protected override initialize(
    given: GatewayArgs,
    _opts?: pulumi.ComponentResourceOptions,
    name = "",
  ): Promise<pulumi.Output<unknown>> {
    const args = resolveArgs(name, given);
    return keepEngineWaiting(async () => {
      const { kubeconfig, controlPlaneNamespace: namespace, revision = "" } = args;
      const proof =
        namespace === undefined ? [] : [createWebhookProof(`Gateway/${name}`, { kubeconfig, namespace, revision })];
      watchSecrets(this, args);
      const place = { name: args.gatewayName, namespace: args.namespace };
      const certificates = createCertificates(place, args.certificates);
      const rendering = renderObjects(place, args).then((objects) => [...certificates, ...objects]);
      const { adopt } = args;
      const objects = { kubeconfig, adopt, part: `the gateway ${args.gatewayName}`, manifests: rendering };
      const takeover = createTakeoverHooks(`Gateway/${name}`, objects);
      const manifests = forceTakeover(await rendering, adopt);
      const before = pulumi.all([namespace, args.gatewayApiVersion]).apply((): pulumi.Resource[] => []);
      const hooks = { beforeCreate: [...createDefinitionCheck(name, args), ...proof], beforeUpdate: proof };
      const children = registerManifests(name, manifests, {
        base: { parent: this, dependsOn: before, hooks: takeover },
        each: ({ kind }) => (proven.includes(kind) ? { hooks } : {}),
      });
      this.registerOutputs({ service: this.service });
      return pulumi.all([...children.values()].map(({ urn }) => urn));
    });
  }
}

/** What istiod's webhooks look at. */
const proven = ["Deployment", "Gateway"];

/** Inputs with their defaults. */
type ResolvedArgs = ReturnType<typeof resolveArgs>;

function resolveArgs(name: string, args: GatewayArgs) {
  const { gatewayName = name, charts = {} } = args;
  return { ...resolveGateway(args), gatewayName, charts };
}

/** Without the warnings about versions: those are the control plane's to print. */
function findProblems(given: GatewayArgs, gateway: ResolvedArgs): Problem[] {
  const { charts, version: istio, kubernetesVersion: kubernetes } = gateway;
  return [
    ...findGatewayProblems(given),
    ...findServingProblems(gateway, new Date()),
    ...moveProblems(["charts"], findChartSourceProblems(charts)),
    ...moveProblems(["version"], findVersionErrors({ istio, kubernetes })),
  ];
}

/** The gateway's objects, without its certificates. */
async function renderObjects(place: GatewayPlace, args: ResolvedArgs): Promise<Manifest[]> {
  if (args.api === GatewayApiChoice.GatewayApi) return renderKubernetesGateway(place, args).map(waitForProgram);
  const rendered = await renderChart({
    reference: computeChartReference(args.charts, "gateway", args.version),
    releaseName: place.name,
    namespace: place.namespace,
    values: computeGatewayValues(args),
    kubeVersion: args.kubernetesVersion ?? computeNewestKubernetes(args.version),
  });
  const crossing =
    args.kind === GatewayKind.EastWest
      ? [renderCrossNetworkGateway(place, computeGatewaySelector(place.name, args))]
      : [];
  return [...rendered.map(setReadinessProbe), ...crossing];
}

/** A Gateway counts as ready when its pods serve its listeners, not as soon as it exists. */
function waitForProgram(manifest: Manifest): Manifest {
  if (manifest.kind !== "Gateway") return manifest;
  const annotations = { "pulumi.com/waitFor": "condition=Programmed" };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}
