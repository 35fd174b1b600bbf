import type { Manifest } from "../../kubernetes/manifest.js";
import type { InjectionFailure, Labels, NamespaceFacts, ServiceFacts, WebhookFacts } from "../facts.js";

// What is kept of the objects of Kubernetes' API.

interface Named {
  metadata: { namespace?: string; name: string; labels?: Labels };
}

/** Namespace. */
export function keepNamespace({ metadata: { name, labels = {} } }: Named): NamespaceFacts[] {
  return [{ name, labels }];
}

/** Service. */
export interface ApiService extends Named {
  spec?: { selector?: Labels; type?: string; clusterIP?: string; externalIPs?: string[] };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

/** A Service's addresses: those that lead in from outside, and its own where it is for the cluster alone. */
export function keepService({ metadata, spec = {}, status = {} }: ApiService): ServiceFacts[] {
  const { namespace = "", name } = metadata;
  const { selector = {}, type = "ClusterIP", clusterIP = "None", externalIPs = [] } = spec;
  const outside = (status.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => hostname ?? ip ?? []);
  const inside = type === "LoadBalancer" || clusterIP === "None" ? [] : [clusterIP];
  return [{ namespace, name, selector, type, addresses: [...outside, ...externalIPs, ...inside] }];
}

/** MutatingWebhookConfiguration or ValidatingWebhookConfiguration. */
export interface ApiWebhooks extends Named {
  webhooks?: {
    name: string;
    namespaceSelector?: unknown;
    objectSelector?: unknown;
    failurePolicy?: string;
    clientConfig?: { caBundle?: string; service?: { namespace: string; name: string } };
  }[];
}

/** Istio's webhooks, whose names end in its domain. */
export function keepWebhooks(kind: WebhookFacts["kind"], { metadata, webhooks = [] }: ApiWebhooks): WebhookFacts[] {
  const { name: configuration, labels = {} } = metadata;
  return webhooks
    .filter(({ name }) => name.endsWith(".istio.io"))
    .map(({ name, namespaceSelector, objectSelector, failurePolicy = "Fail", clientConfig = {} }) => ({
      ...{ kind, configuration, name, namespaceSelector, objectSelector, failurePolicy },
      revision: labels["istio.io/rev"] ?? "default",
      authorities: Buffer.from(clientConfig.caBundle ?? "", "base64").toString("utf8"),
      ...(clientConfig.service === undefined ? {} : { service: clientConfig.service }),
    }));
}

/** Event. */
export interface ApiEvent {
  involvedObject: { kind?: string; namespace?: string; name?: string };
  message?: string;
}

/** What a webhook of Istio's was in the way of. */
export function keepFailure({ involvedObject, message = "" }: ApiEvent): InjectionFailure[] {
  const { kind = "", namespace = "", name = "" } = involvedObject;
  return /webhook "[^"]*sidecar-injector\.istio\.io"/.test(message) ? [{ kind, namespace, name, message }] : [];
}

/** An object of Istio's or of the Gateway API, without what it says of who wrote it. */
export function keepManifest(apiVersion: string, kind: string, { metadata, spec, status }: Manifest): Manifest {
  const { name, namespace } = metadata;
  return { apiVersion, kind, metadata: { name, namespace }, spec: spec as unknown, status: status as unknown };
}
