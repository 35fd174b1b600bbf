import type { Finding, FindingResource } from "../findings/finding.js";
import { countDays, findExpiry, haveCommon } from "./certificates.js";
import { findRoot } from "./control-planes.js";
import type { ClusterFacts, IstiodFacts, WebhookFacts } from "./facts.js";
import { isInjector, readWish } from "./injectors.js";
import type { WebhookStatus } from "./report.js";
import { nameSome } from "../text/shorten.js";
import { say } from "./say.js";

/** Days before the end of a webhook's caBundle from which on it is reported. */
const bundleDays = 30;

/** The webhook configurations of Istio, and what is wrong with them. */
export function describeWebhooks(facts: ClusterFacts): { items: WebhookStatus[]; problems: Finding[] } {
  const { webhooks, istiods = [] } = facts;
  if (webhooks === undefined) return { items: [], problems: [] };
  const first = listConfigurations(webhooks);
  return {
    items: first.map((webhook) => describe(webhook, facts)),
    problems: [
      ...istiods.flatMap((istiod) => findMissing(istiod, webhooks, facts)),
      ...first.flatMap((webhook) => findProblems(webhook, facts)),
    ],
  };
}

/** One webhook of each configuration: istiod writes all of them alike, and a policy that differs is a case of its own. */
function listConfigurations(webhooks: readonly WebhookFacts[]): WebhookFacts[] {
  const byKey = new Map<string, WebhookFacts>();
  for (const one of webhooks) {
    const { kind, configuration, failurePolicy, service, authorities } = one;
    const key = JSON.stringify([kind, configuration, failurePolicy, service, authorities]);
    if (!byKey.has(key)) byKey.set(key, one);
  }
  return [...byKey.values()];
}

function describe(webhook: WebhookFacts, facts: ClusterFacts): WebhookStatus {
  const { kind, configuration, revision, failurePolicy, service, authorities } = webhook;
  const endpoints = service === undefined ? undefined : facts.endpoints.get(`${service.namespace}/${service.name}`);
  const caDays = countDays(authorities, facts.now);
  return {
    ...{ kind, name: configuration, revision, failurePolicy },
    service: service === undefined ? "a URL" : `${service.namespace}/${service.name}`,
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(caDays === undefined ? {} : { caDays }),
  };
}

function findMissing(
  { namespace, name, revision }: IstiodFacts,
  webhooks: readonly WebhookFacts[],
  { namespaces = [] }: ClusterFacts,
): Finding[] {
  const resource: FindingResource = { kind: "Deployment", namespace, name };
  const own = webhooks.filter((webhook) => webhook.revision === revision);
  const waiting = namespaces.filter(({ labels }) => readWish(labels) === revision).map((one) => one.name);
  const who = waiting.length === 0 ? "" : `, which ${nameSome(waiting)} ${waiting.length === 1 ? "asks" : "ask"} for`;
  const none = (kind: string, does: string) =>
    say("MESH0607", resource, `no ${kind} ${does} by revision ${revision}${who}`);
  return [
    ...(own.some(isInjector) ? [] : [none("MutatingWebhookConfiguration", "adds sidecars")]),
    ...(webhooks.some(({ kind }) => kind === "ValidatingWebhookConfiguration")
      ? []
      : [say("MESH0607", resource, "no ValidatingWebhookConfiguration checks the objects of Istio")]),
  ];
}

function findProblems(webhook: WebhookFacts, facts: ClusterFacts): Finding[] {
  const { kind, configuration, failurePolicy, service, authorities } = webhook;
  const resource: FindingResource = { kind, name: configuration };
  const days = countDays(authorities, facts.now);
  const fallsOpen = isInjector(webhook)
    ? "while istiod does not answer, pods start without a sidecar"
    : "while istiod does not answer, the objects of Istio are not validated";
  return [
    ...(service === undefined ? [] : findServiceProblems(resource, `${service.namespace}/${service.name}`, facts)),
    ...findBundleProblems(resource, webhook, facts),
    ...(days === undefined ? [] : findExpiry(resource, "its caBundle", days, bundleDays)),
    ...(failurePolicy === "Ignore" ? [say("MESH0610", resource, `its failurePolicy is Ignore: ${fallsOpen}`)] : []),
  ];
}

function findServiceProblems(
  resource: FindingResource,
  service: string,
  { services, endpoints }: ClusterFacts,
): Finding[] {
  const exists = services?.some(({ namespace, name }) => `${namespace}/${name}` === service);
  if (exists === false) return [say("MESH0608", resource, `the Service ${service} that it calls does not exist`)];
  if (endpoints.get(service) !== 0) return [];
  return [say("MESH0608", resource, `the Service ${service} that it calls has no ready endpoints`)];
}

function findBundleProblems(
  resource: FindingResource,
  { authorities, service }: WebhookFacts,
  facts: ClusterFacts,
): Finding[] {
  if (authorities === "") return [say("MESH0609", resource, "it has no caBundle")];
  const root = service === undefined ? undefined : findRoot(facts, service.namespace);
  if (root === undefined || haveCommon(authorities, root)) return [];
  return [say("MESH0609", resource, "its caBundle is not the root certificate of the mesh")];
}
