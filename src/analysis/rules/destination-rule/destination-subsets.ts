import { formatClosest } from "../../../text/closest.js";
import { createDestinationRules, type DestinationRules, type SeenRule } from "../../../mesh/destination-rules.js";
import { createHosts, type Hosts } from "../../../mesh/hosts.js";
import { isVisible, parseServiceHost, toFqdn } from "../../../mesh/host-names.js";
import { toMap, toMaps, toText, toTexts } from "../../../text/read.js";
import { createRouteCallers, isSeen, type RouteCallerIndex, type RouteCallers } from "../../../mesh/route-callers.js";
import type { Rule, RuleContext } from "../../rule.js";
import { workloadKinds, type AnalyzedObject } from "../../../mesh/objects.js";
import { matchesPolicySelector } from "../../../mesh/selectors.js";
import { listDestinations, listUsers, resolveGateway, type Destination } from "../../../mesh/virtual-service.js";

/** What the subsets of a mesh are found by. */
interface Known {
  context: RuleContext;
  rules: DestinationRules;
  hosts: Hosts;
  callers: RouteCallerIndex;
}

/** A subset that a route names, of a host and its Services' namespaces. */
interface Wanted {
  subset: string;
  host: string;
  serviceNamespaces: readonly string[];
}

/**
 * Source: istio pkg/config/analysis/analyzers/virtualservice, DestinationRuleAnalyzer; by the rules that the callers' proxies take, which are those of
 * three namespaces.
 */
export const destinationSubsets: Rule = {
  name: "destination-subsets",
  codes: ["IST0101"],
  reads: ["networking.istio.io/VirtualService", ...workloadKinds],
  check: (context) => {
    const known: Known = {
      context,
      rules: context.ask(createDestinationRules),
      hosts: context.ask(createHosts),
      callers: context.ask(createRouteCallers),
    };
    for (const object of context.list("networking.istio.io/VirtualService")) {
      for (const destination of listDestinations(object)) {
        if (destination.host !== "" && destination.subset !== "") checkSubset(known, object, destination);
      }
    }
  },
};

function checkSubset(known: Known, object: AnalyzedObject, destination: Destination): void {
  const { subset, path } = destination;
  const host = toFqdn(destination.host, object.namespace);
  const groups = listCallers(known, object, destination);
  for (const { namespaces } of groups) {
    const wanted = { subset, host, serviceNamespaces: listServiceNamespaces(known, host, namespaces) };
    const taken = namespaces.map((caller) => known.rules.find(host, caller, wanted.serviceNamespaces));
    if (taken.some((rules) => rules.some((rule) => listSubsets(rule).includes(subset)))) continue;
    const message = `no DestinationRule has the subset "${subset}" of the host "${destination.host}"`;
    const explained = explain(known, wanted, { namespaces, taken: taken.flat() });
    const { text, remedy } = explained;
    known.context.report(object, {
      code: "IST0101",
      path: [...path, "subset"],
      message: `${message}${text}`,
      ...(remedy === undefined ? {} : { remedy }),
    });
    return;
  }
}

/** Those of which each must find the subset. */
function listCallers(known: Known, object: AnalyzedObject, { route, host }: Destination): readonly RouteCallers[] {
  const { context, callers } = known;
  const groups = callers.list(object, route);
  if (groups.length === 0) {
    return [{ namespaces: [...listUsers(object, context.mesh), ...listGatewayNamespaces(object)] }];
  }
  const inMesh = groups.find(({ gateway }) => gateway === undefined);
  if (inMesh === undefined) return groups;
  const other = findOtherCallers(known, object, toFqdn(host, object.namespace));
  return other === undefined || inMesh.namespaces.includes(other) ? groups : [...groups, { namespaces: [other] }];
}

/** The namespace of a Service, where it has other pods that may call it, by a VirtualService of another namespace. */
function findOtherCallers({ context, hosts }: Known, object: AnalyzedObject, host: string): string | undefined {
  const [service] = hosts.find(host, object.namespace);
  if (service?.object.manifest.kind !== "Service" || !isSeen(object, service.object.namespace, context))
    return undefined;
  const { namespace, manifest } = service.object;
  const selector = toMap(toMap(manifest.spec).selector);
  const isCalled = Object.keys(selector).length > 0;
  const others = context
    .workloads(namespace)
    .filter(({ labels }) => isCalled && !matchesPolicySelector(selector, labels));
  return others.length > 0 ? namespace : undefined;
}

/** Where no Service is known, the name says which namespace it would be in; of other names each namespace counts that has rules. */
function listServiceNamespaces({ hosts, rules }: Known, host: string, callers: readonly string[]): readonly string[] {
  const services = hosts.find(host, "", callers).map(({ object }) => object.namespace);
  if (services.length > 0) return [...new Set(services)];
  const named = parseServiceHost(host);
  return named === undefined ? rules.listAll(host).map(({ object }) => object.namespace) : [named.namespace];
}

function listSubsets({ object }: SeenRule): string[] {
  return toMaps(toMap(object.manifest.spec).subsets).map(({ name }) => toText(name));
}

function explain(
  { context, rules }: Known,
  { subset, host, serviceNamespaces }: Wanted,
  { namespaces, taken }: { namespaces: readonly string[]; taken: readonly SeenRule[] },
): { text: string; remedy?: string } {
  const having = rules.listAll(host).filter((rule) => listSubsets(rule).includes(subset));
  const hidden = having.find(({ visibleIn }) => namespaces.some((one) => isVisible(visibleIn, one))) ?? having[0];
  if (hidden === undefined) {
    const names = [...new Set(taken.flatMap(listSubsets))].sort();
    return {
      text: names.length === 0 ? "; it has none" : `; it has ${names.join(", ")}${formatClosest(subset, names)}`,
    };
  }
  const name = `${hidden.object.namespace}/${hidden.object.manifest.metadata.name}`;
  const used = ` where it is used; ${name} has it`;
  if (!namespaces.some((one) => isVisible(hidden.visibleIn, one))) {
    return { text: `${used} and exports it to ${[...hidden.visibleIn].sort().join(", ")} only` };
  }
  const from = namespaces.join(", ");
  const counting = new Set([...namespaces, ...serviceNamespaces, context.mesh.rootNamespace]);
  const [first] = taken;
  if (counting.has(hidden.object.namespace) && first !== undefined) {
    const other = `${first.object.namespace}/${first.object.manifest.metadata.name}`;
    return {
      text: `${used}, but for proxies of namespace ${from} DestinationRule ${other} of "${first.host}" takes its place`,
      remedy: `add the subset to ${other}`,
    };
  }
  return {
    text: `${used}, but proxies of namespace ${from} take DestinationRules of the namespaces ${[...counting].join(", ")} alone`,
    remedy: `move it into namespace ${serviceNamespaces[0] ?? context.mesh.rootNamespace}`,
  };
}

function listGatewayNamespaces({ manifest, namespace }: AnalyzedObject): string[] {
  const names = toTexts(toMap(manifest.spec).gateways).filter((name) => name !== "mesh");
  return names.map((name) => resolveGateway(name, namespace).namespace);
}
