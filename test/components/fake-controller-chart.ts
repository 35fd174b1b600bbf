import { randomUUID } from "node:crypto";
import type { Manifest } from "../../src/kubernetes/manifest.js";

/** The key of the webhooks' certificate, in base64. */
export const webhookKey = Buffer.from("key of the webhooks").toString("base64");

/**
 * A small stand-in for the chart of the AWS load balancer controller: what the cluster treats in a way of its own. As of the real one,
 * the certificate of its webhooks is another one at every rendering.
 */
export function renderFakeController(values: Record<string, any>): Manifest[] {
  const metadata = { name: "aws-load-balancer-controller", namespace: "kube-system" };
  const authority = Buffer.from(`authority ${randomUUID()}`).toString("base64");
  const data = { "ca.crt": authority, "tls.crt": authority, "tls.key": webhookKey };
  const clientConfig = { caBundle: authority, service: { name: "webhook", namespace: "kube-system" } };
  const args = [
    `--cluster-name=${values.clusterName}`,
    `--aws-region=${values.region}`,
    `--aws-vpc-id=${values.vpcId}`,
  ];
  const { tolerations } = values;
  const pod = { ...(tolerations === undefined ? {} : { tolerations }), containers: [{ name: "controller", args }] };
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingWebhookConfiguration",
      metadata: { name: "aws-load-balancer-webhook" },
      webhooks: [{ name: "mservice.elbv2.k8s.aws", clientConfig }],
    },
    { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { template: { spec: pod } } },
    {
      apiVersion: "v1",
      kind: "Secret",
      type: "kubernetes.io/tls",
      metadata: { ...metadata, name: "webhook-tls" },
      data,
    },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { ...metadata, name: values.serviceAccount.name } },
  ];
}
