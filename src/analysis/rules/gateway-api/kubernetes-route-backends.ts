import { describeMissing, listNames, type KnownNames } from "../../gateway-api/known-names.js";
import { createGrants, isCore, type Grants } from "../../../mesh/gateway/reference-grants.js";
import { listBackends, listRoutes, listRules, routeKinds } from "../../gateway-api/routes.js";
import { createHosts, type Hosts } from "../../../mesh/hosts.js";
import { formatValue, toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { toPort } from "../../../mesh/ports.js";

/**
 * Kiali: business/checkers/k8shttproutes and k8sgrpcroutes; `buildDestination` in istio pilot/pkg/config/kube/gateway. Of a namespace where no Service is
 * declared nothing is known. istiod says nothing of a port that its Service has not: it accepts the route, which answers 500.
 */
export const kubernetesRouteBackends: Rule = {
  name: "kubernetes-route-backends",
  codes: ["KIA1402"],
  reads: [...routeKinds, "gateway.networking.k8s.io/ReferenceGrant", "Service"],
  check: (context) => {
    const declared = context.list("Service").filter(({ isAssumed }) => !isAssumed);
    const known: Known = {
      services: listNames(context, "Service"),
      namespaces: new Set(declared.map(({ namespace }) => namespace)),
      grants: createGrants(context),
      hosts: context.ask(createHosts),
    };
    for (const route of listRoutes(context)) {
      for (const { value, path } of listRules(route).flatMap(listBackends)) {
        const message = findProblem(context, route, value, known);
        if (message !== undefined) context.report(route, { code: "KIA1402", path, message });
      }
    }
  },
};

interface Known {
  services: KnownNames;
  /** Those with a Service that is declared. */
  namespaces: ReadonlySet<string>;
  grants: Grants;
  hosts: Hosts;
}

function findProblem(
  context: RuleContext,
  route: AnalyzedObject,
  reference: Record<string, any>,
  known: Known,
): string | undefined {
  const { kind = "Service", group = "" } = reference;
  if (kind === "Hostname" && group === "networking.istio.io") return findHostProblem(route, reference, known.hosts);
  return kind === "Service" && isCore(group) ? findServiceProblem(context, route, reference, known) : undefined;
}

function findHostProblem(
  { namespace }: AnalyzedObject,
  { name }: Record<string, any>,
  hosts: Hosts,
): string | undefined {
  const host = toText(name);
  if (hosts.find(host, namespace).length > 0) return undefined;
  return `no Service and no ServiceEntry that is seen from namespace ${namespace} has the host "${host}"${hosts.explain(host, namespace)}`;
}

function findServiceProblem(
  { find }: RuleContext,
  { namespace, manifest }: AnalyzedObject,
  { name: given, namespace: other, port }: Record<string, any>,
  { services, namespaces, grants }: Known,
): string | undefined {
  const [own, name] = [toText(other) || namespace, toText(given)];
  if (own !== namespace && !namespaces.has(own)) return undefined;
  const service = find("Service", own, name);
  if (service === undefined) {
    const hint = name.includes(".")
      ? "; `name` must be the name of the Service alone; use `namespace` for its namespace"
      : "";
    return `${describeMissing("Service", name, own, services)}${hint}`;
  }
  const isGranted = grants({ kind: manifest.kind, namespace }, { kind: "Service", namespace: own, name });
  if (own !== namespace && !isGranted)
    return `no ReferenceGrant in ${own} lets the ${manifest.kind} name the Service ${name}`;
  // Of a Service that is only taken to be there, the ports are not known.
  return service.isAssumed ? undefined : findPortProblem(service, port);
}

function findPortProblem({ namespace, manifest }: AnalyzedObject, port: unknown): string | undefined {
  const ports = toMaps(toMap(manifest.spec).ports).flatMap((one) => toPort(one.port) ?? []);
  if (ports.includes(toPort(port) ?? 0)) return undefined;
  const has = ports.length === 0 ? "no ports" : `the port${ports.length === 1 ? "" : "s"} ${ports.join(", ")}`;
  const what = `the Service ${namespace}/${manifest.metadata.name} has ${has}`;
  return port === undefined ? `${what}, and the backend names none` : `${what}, and not ${formatValue(port)}`;
}
