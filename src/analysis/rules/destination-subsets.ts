import { formatClosest } from "../../text/closest.js";
import { isVisible, readExportTo, toFqdn } from "../hosts.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import type { AnalyzedObject, Rule, RuleContext } from "../rule.js";
import { file } from "../selection.js";
import { listDestinations, listUsers, resolveGateway } from "../virtual-service.js";

interface Subset {
  name: string;
  rule: AnalyzedObject;
  visibleIn: ReadonlySet<string>;
}

/** Source: istio pkg/config/analysis/analyzers/virtualservice, DestinationRuleAnalyzer. */
export const destinationSubsets: Rule = {
  name: "destination-subsets",
  codes: ["IST0101"],
  reads: ["networking.istio.io/VirtualService", "networking.istio.io/DestinationRule"],
  check: (context) => {
    const findSubsets = indexSubsets(context);
    for (const object of context.list("networking.istio.io/VirtualService")) {
      const users = [...listUsers(object, context.mesh), ...listGatewayNamespaces(object)];
      for (const { host, subset, path } of listDestinations(object)) {
        if (host === "" || subset === "") continue;
        const known = findSubsets(toFqdn(host, object.namespace));
        const seen = known.filter(({ visibleIn }) => users.some((user) => isVisible(visibleIn, user)));
        if (seen.some(({ name }) => name === subset)) continue;
        const message = `no DestinationRule has the subset "${subset}" of the host "${host}"`;
        const explained = explain(subset, seen, known);
        context.report(object, { code: "IST0101", path: [...path, "subset"], message: `${message}${explained}` });
      }
    }
  },
};

/** The subsets of a host: of DestinationRules for it, and for wildcards that cover it. */
function indexSubsets({ list, mesh }: RuleContext): (host: string) => readonly Subset[] {
  const exact = new Map<string, Subset[]>();
  const bySuffix = new Map<string, Subset[]>();
  for (const rule of list("networking.istio.io/DestinationRule")) {
    const spec = toMap(rule.manifest.spec);
    const host = toFqdn(toText(spec.host), rule.namespace);
    const visibleIn = readExportTo(spec.exportTo, mesh.config.defaultDestinationRuleExportTo, rule.namespace);
    for (const { name } of toMaps(spec.subsets)) {
      const subset = { name: toText(name), rule, visibleIn };
      if (host.startsWith("*")) file(bySuffix, host.slice(1), subset);
      else file(exact, host, subset);
    }
  }
  const lengths = [...new Set([...bySuffix.keys()].map(({ length }) => length))];
  return (host) => [
    ...(exact.get(host) ?? []),
    ...lengths.flatMap((length) => bySuffix.get(host.slice(Math.max(0, host.length - length))) ?? []),
  ];
}

function explain(subset: string, seen: readonly Subset[], known: readonly Subset[]): string {
  const hidden = known.find(({ name }) => name === subset);
  if (hidden !== undefined) {
    const { rule, visibleIn } = hidden;
    const to = [...visibleIn].sort().join(", ");
    return ` where it is used; ${rule.namespace}/${rule.manifest.metadata.name} has it and exports it to ${to} only`;
  }
  const names = [...new Set(seen.map(({ name }) => name))].sort();
  return names.length === 0 ? "; it has none" : `; it has ${names.join(", ")}${formatClosest(subset, names)}`;
}

function listGatewayNamespaces({ manifest, namespace }: AnalyzedObject): string[] {
  const names = toTexts(toMap(manifest.spec).gateways).filter((name) => name !== "mesh");
  return names.map((name) => resolveGateway(name, namespace).namespace);
}
