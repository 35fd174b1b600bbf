import { formatClosest } from "../../text/closest.js";
import type { ValuePath } from "../../text/schema-problems.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import type { AnalyzedObject, ObjectKind, Rule, RuleContext } from "../rule.js";
import { file } from "../selection.js";

const kinds = [
  "gateway.networking.k8s.io/GRPCRoute",
  "gateway.networking.k8s.io/HTTPRoute",
  "gateway.networking.k8s.io/TCPRoute",
  "gateway.networking.k8s.io/TLSRoute",
] as const satisfies readonly ObjectKind[];

/** Kiali: business/checkers/k8shttproutes and k8sgrpcroutes; of a namespace where nothing of the kind is declared nothing is known. */
export const kubernetesRouteReferences: Rule = {
  name: "kubernetes-route-references",
  codes: ["KIA1401", "KIA1402"],
  reads: [...kinds, "gateway.networking.k8s.io/Gateway", "gateway.networking.k8s.io/ReferenceGrant", "Service"],
  check: (context) => {
    const routes = kinds.flatMap((kind) => context.list(kind));
    const known = {
      gateways: listNames(context, "gateway.networking.k8s.io/Gateway"),
      services: listNames(context, "Service"),
    };
    const grants = collectGrants(context);
    for (const object of routes) {
      toMaps(toMap(object.manifest.spec).parentRefs).forEach((reference, index) => {
        const message = findParentProblem(context, object, reference, known.gateways);
        const path = ["spec", "parentRefs", index];
        if (message !== undefined) context.report(object, { code: "KIA1401", path, message });
      });
      for (const { reference, path } of listBackends(object)) {
        const message = findBackendProblem(context, object, reference, { services: known.services, grants });
        if (message !== undefined) context.report(object, { code: "KIA1402", path, message });
      }
    }
  },
};

type Names = ReadonlyMap<string, readonly string[]>;

function listNames({ list }: RuleContext, kind: ObjectKind): Names {
  const names = new Map<string, string[]>();
  for (const { namespace, manifest } of list(kind)) file(names, namespace, manifest.metadata.name);
  return names;
}

// More are no help to a person, and comparing with thousands takes its time.
const comparable = 100;

function describeMissing(kind: string, name: string, namespace: string, names: Names): string {
  const there = names.get(namespace) ?? [];
  const hint = there.length > comparable ? "" : formatClosest(name, there);
  return `there is no ${kind} ${name} in ${namespace}${hint}`;
}

function findParentProblem(
  { find }: RuleContext,
  { namespace }: AnalyzedObject,
  reference: Record<string, any>,
  names: Names,
): string | undefined {
  const { kind = "Gateway", group = "gateway.networking.k8s.io", sectionName } = reference;
  if (kind !== "Gateway" || group !== "gateway.networking.k8s.io") return undefined;
  const own = toText(reference.namespace) || namespace;
  const gateway = find("gateway.networking.k8s.io/Gateway", own, toText(reference.name));
  if (gateway === undefined) {
    return own === namespace || names.has(own)
      ? describeMissing("Gateway", toText(reference.name), own, names)
      : undefined;
  }
  const listeners = toMaps(toMap(gateway.manifest.spec).listeners);
  const meant = listeners.filter(({ name }) => sectionName === undefined || name === sectionName);
  if (meant.length === 0) {
    const there = listeners.map(({ name }) => toText(name));
    const hint = formatClosest(toText(sectionName), there);
    return `the Gateway ${own}/${toText(reference.name)} has no listener ${toText(sectionName)}${hint}`;
  }
  const allowed = meant.map(({ allowedRoutes }) => toMap(toMap(allowedRoutes).namespaces));
  if (allowed.some((one) => takesNamespace(one, own, namespace))) return undefined;
  const isOwnAlone = allowed.every(({ from = "Same" }) => from === "Same");
  const taken = isOwnAlone ? "of its own namespace alone" : `of other namespaces than ${namespace} there`;
  return `the Gateway ${own}/${toText(reference.name)} takes routes ${taken}`;
}

/** The label that every namespace has. */
const nameLabel = "kubernetes.io/metadata.name";

/** Whether a listener takes routes of a namespace; of labels that a namespace may have nothing is known, so that they count as there. */
function takesNamespace({ from = "Same", selector }: Record<string, any>, own: string, namespace: string): boolean {
  if (from !== "Selector") return from === "All" || (from === "Same" && own === namespace);
  const { matchLabels, matchExpressions } = toMap(selector);
  const named = toMap(matchLabels)[nameLabel] as unknown;
  if (named !== undefined && named !== namespace) return false;
  return toMaps(matchExpressions)
    .filter(({ key }) => key === nameLabel)
    .every(({ operator, values }) => {
      const isListed = toTexts(values).includes(namespace);
      return operator === "In" ? isListed : operator !== "NotIn" || !isListed;
    });
}

/** Where requests go, and copies of them. */
function listBackends({ manifest }: AnalyzedObject): { reference: Record<string, any>; path: ValuePath }[] {
  return toMaps(toMap(manifest.spec).rules).flatMap((rule, ruleIndex) => {
    const base = ["spec", "rules", ruleIndex];
    const mirrors = toMaps(rule.filters).flatMap(({ requestMirror }, index) =>
      requestMirror === undefined
        ? []
        : [
            {
              reference: toMap(toMap(requestMirror).backendRef),
              path: [...base, "filters", index, "requestMirror", "backendRef"],
            },
          ],
    );
    const backends = toMaps(rule.backendRefs).map((reference, index) => ({
      reference,
      path: [...base, "backendRefs", index],
    }));
    return [...backends, ...mirrors];
  });
}

function findBackendProblem(
  { find }: RuleContext,
  { namespace, manifest }: AnalyzedObject,
  { name, kind = "Service", group = "", namespace: given }: Record<string, any>,
  { services, grants }: { services: Names; grants: ReadonlySet<string> },
): string | undefined {
  if (kind !== "Service" || group !== "") return undefined;
  const own = toText(given) || namespace;
  if (own !== namespace && !services.has(own)) return undefined;
  if (find("Service", own, toText(name)) === undefined) return describeMissing("Service", toText(name), own, services);
  const from = `${manifest.kind} ${namespace}`;
  if (own === namespace || [`${own} ${from} *`, `${own} ${from} ${toText(name)}`].some((key) => grants.has(key)))
    return undefined;
  return `no ReferenceGrant in ${own} lets the ${manifest.kind} name the Service ${toText(name)}`;
}

/** `<namespace> <kind> <its namespace> <Service>`, `*` for all Services, of what ReferenceGrants let in. */
function collectGrants({ list }: RuleContext): Set<string> {
  const grants = list("gateway.networking.k8s.io/ReferenceGrant").flatMap(({ namespace, manifest }) => {
    const { from, to } = toMap(manifest.spec);
    const services = toMaps(to).filter(({ kind }) => kind === "Service");
    return toMaps(from).flatMap((one) =>
      services.map(({ name }) => `${namespace} ${toText(one.kind)} ${toText(one.namespace)} ${toText(name) || "*"}`),
    );
  });
  return new Set(grants);
}
