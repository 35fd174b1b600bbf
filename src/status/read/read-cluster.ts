import { inTime, readServer, requestApi } from "../../cluster-access/api-request.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import type { ClusterFacts, NegativeCondition, WebhookFacts } from "../facts.js";
import { listCredentials } from "../gateway-credentials.js";
import { Asker } from "./asker.js";
import { CouldNotAsk } from "./could-not-ask.js";
import { keepNamespace, keepService, keepWebhooks, type ApiService, type ApiWebhooks } from "./keep.js";
import { listNegative } from "./negative-conditions.js";
import { keepPod } from "./pod-facts.js";
import { readAuthorities, readCredentials } from "./read-authorities.js";
import { readFailures } from "./read-failures.js";
import { readIstiods } from "./read-istiods.js";
import { readLive } from "./read-live.js";
import { readProxies } from "./read-proxies.js";
import { readRouting } from "./read-routing.js";

/**
 * Takes one look at a cluster.
 * @param declared what the cluster should have of a stack; undefined without one
 * @throws CouldNotAsk where nothing answers, the credentials are not valid, or nothing may be read
 */
export async function readCluster(
  kubeconfig: string,
  declared: readonly Manifest[] | undefined,
): Promise<ClusterFacts> {
  const asker = new Asker(kubeconfig);
  const conditions: NegativeCondition[] = [];
  const keepBoth = (service: ApiService & Manifest) => {
    conditions.push(...listNegative({ ...service, kind: "Service" }, () => true));
    return keepService(service);
  };
  const [version, namespaces, pods, istiods, services, webhooks, failures, routing, live] = await Promise.all([
    asker.try("version", () => requestApi<{ gitVersion?: string }>(kubeconfig, inTime("/version"))),
    asker.list("namespaces", "/api/v1/namespaces", keepNamespace),
    asker.list("pods", "/api/v1/pods", keepPod),
    readIstiods(asker),
    asker.list("services", "/api/v1/services", keepBoth),
    readWebhooks(asker),
    readFailures(asker),
    readRouting(asker),
    declared && readLive(asker, declared),
  ]);
  if ([namespaces, pods, istiods, services].every((list) => list === undefined)) throw describeRefusal(asker);
  const control = [...new Set((istiods ?? []).map(({ namespace }) => namespace))];
  const proxies = (pods ?? []).filter(({ proxy }) => proxy !== undefined);
  const secrets = routing.objects
    .filter(({ kind }) => kind === "Gateway")
    .flatMap((gateway) => listCredentials(gateway, proxies));
  const [authorities, credentials, endpoints, proxyFacts] = await Promise.all([
    readAuthorities(asker, control),
    readCredentials(asker, dropDoubles(secrets)),
    readEndpoints(asker, webhooks ?? []),
    readProxies(kubeconfig, control),
  ]);
  return {
    ...{ now: Date.now(), server: readServer(kubeconfig), kubernetes: version?.gitVersion },
    ...{ namespaces, pods, istiods, services, webhooks, failures, live },
    ...{ authorities, credentials, endpoints, proxies: proxyFacts, unread: asker.unread },
    routing: routing.objects,
    gatewayApi: routing.gatewayApi,
    conditions: [...conditions, ...listNegativeOf(routing.objects)],
  };
}

function describeRefusal({ kubeconfig, unread }: Asker): CouldNotAsk {
  const [{ reason } = { reason: "" }] = unread;
  return new CouldNotAsk(`the API server ${readServer(kubeconfig)} lets nothing be read: ${reason}`);
}

async function readWebhooks(asker: Asker): Promise<WebhookFacts[] | undefined> {
  const kinds = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"] as const;
  const lists = await Promise.all(
    kinds.map((kind) => {
      const plural = `${kind.toLowerCase()}s`;
      const keep = (item: ApiWebhooks) => keepWebhooks(kind, item);
      return asker.list(plural, `/apis/admissionregistration.k8s.io/v1/${plural}`, keep);
    }),
  );
  return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

interface ApiSlice {
  endpoints?: { conditions?: { ready?: boolean } }[] | null;
}

/** Ready addresses of the Services that webhooks call. */
async function readEndpoints(asker: Asker, webhooks: readonly WebhookFacts[]): Promise<Map<string, number>> {
  const services = dropDoubles(webhooks.flatMap(({ service }) => service ?? []));
  const counts = new Map<string, number>();
  await Promise.all(
    services.map(async ({ namespace, name }) => {
      const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
      const query = `labelSelector=${encodeURIComponent(`kubernetes.io/service-name=${name}`)}`;
      const keep = ({ endpoints }: ApiSlice) =>
        (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
      const ready = await asker.list(`endpoints of ${namespace}/${name}`, `${path}?${query}`, keep);
      if (ready !== undefined) counts.set(`${namespace}/${name}`, ready.length);
    }),
  );
  return counts;
}

function listNegativeOf(objects: readonly Manifest[]): NegativeCondition[] {
  const classes = objects.filter(
    ({ kind, spec }) => kind === "GatewayClass" && String(spec?.controllerName).startsWith("istio.io/"),
  );
  const names = new Set(classes.map(({ metadata }) => metadata.name));
  return objects.flatMap((object) => listNegative(object, (name) => names.has(name)));
}

function dropDoubles<Named extends { namespace: string; name: string }>(named: readonly Named[]): Named[] {
  return [...new Map(named.map((one) => [`${one.namespace}/${one.name}`, one])).values()];
}
