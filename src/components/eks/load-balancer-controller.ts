import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import * as pulumi from "@pulumi/pulumi";
import {
  computeControllerReference,
  computeControllerValues,
  controllerAccount,
  vpcPlaceholder,
  type EksControllerChart,
} from "../../aws/load-balancer-chart.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { renderChart } from "../chart.js";
import { createClusterProvider } from "../cluster-provider.js";
import { keepEngineWaiting } from "../keep-engine-waiting.js";
import { registerManifests } from "../manifest-resource.js";
import type { EksNetwork } from "./network.js";
import type { EksPart } from "./part.js";

/**
 * Installs the AWS load balancer controller by its chart, on a provider of its own. The mesh's provider waits for it, so that in a destroy
 * everything that has load balancers goes before the controller that removes them.
 * @returns the URNs of its objects, known when it is ready
 */
export function installController(
  part: EksPart,
  chart: EksControllerChart,
  { kubeconfig, network, cluster }: { kubeconfig: pulumi.Output<string>; network: EksNetwork; cluster: Cluster },
): pulumi.Output<string[]> {
  const { args, options } = part;
  const name = `${part.name}-load-balancer-controller`;
  const identity = { kubeconfig, clusterIdentifier: cluster.name };
  const provider = createClusterProvider(options.parent, name, identity);
  const objects = keepEngineWaiting(async () => {
    const rendered = await renderChart({
      reference: computeControllerReference(chart),
      releaseName: controllerAccount.serviceAccount,
      namespace: controllerAccount.namespace,
      values: computeControllerValues(args, chart),
      kubeVersion: `${args.kubernetesVersion}.0`,
      // The key of its webhooks.
      hasSecrets: true,
    });
    const manifests = rendered.map((manifest) => fillVpc(manifest, pulumi.output(network.vpcId)) as Manifest);
    const certified = keepCertificate(name, manifests, options.parent);
    const registered = registerManifests(name, certified, { base: { ...options, provider } });
    return pulumi.all([...registered.values()].map(({ urn }) => urn));
  });
  return pulumi.output(objects);
}

/** Puts the VPC's id where its placeholder stands. */
function fillVpc(value: unknown, vpcId: pulumi.Output<string>): unknown {
  if (typeof value === "string") {
    const parts = value.split(vpcPlaceholder);
    return parts.length === 1 ? value : vpcId.apply((id) => parts.join(id));
  }
  if (Array.isArray(value)) return value.map((inner) => fillVpc(inner, vpcId));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillVpc(inner, vpcId)]));
}

/**
 * The chart makes another certificate for its webhooks at every rendering. The first one is kept in the state: without it every preview
 * would have changes, and a run that ends between the Secret and the webhooks would leave two that do not fit.
 */
function keepCertificate(name: string, manifests: readonly Manifest[], parent: pulumi.ComponentResource): Manifest[] {
  const secret = manifests.find(({ kind, type }) => kind === "Secret" && type === "kubernetes.io/tls");
  if (secret === undefined) return [...manifests];
  const options = { parent, ignoreChanges: ["input"] };
  const stash = new pulumi.Stash(`${name}-certificate`, { input: pulumi.secret(secret.data) }, options);
  const data = stash.output as pulumi.Output<Record<string, string>>;
  const caBundle = pulumi.unsecret(data.apply((kept) => kept["ca.crt"]));
  return manifests.map((manifest) => {
    if (manifest === secret) return { ...manifest, data };
    const { webhooks } = manifest as { webhooks?: { clientConfig: object }[] };
    if (webhooks === undefined) return manifest;
    const certified = webhooks.map((one) => ({ ...one, clientConfig: { ...one.clientConfig, caBundle } }));
    return { ...manifest, webhooks: certified };
  });
}
