import { findConflict } from "../../../mesh/delegate-match.js";
import { formatName } from "../../names.js";
import { isDelegate, isSeen } from "../../../mesh/route-callers.js";
import { formatValue, toMap, toMaps, toText, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { file } from "../../../mesh/selection.js";
import { createSuggestion } from "../../../mesh/suggestion.js";

/** A route that leads to a delegate. */
interface Leading {
  root: AnalyzedObject;
  index: number;
  matches: readonly Record<string, any>[];
}

/** Source: `mergeVirtualServices` in istio pilot/pkg/model/virtualservice_controller.go, which leaves out what it says nothing of. */
export const delegates: Rule = {
  name: "delegates",
  codes: ["IST0101", "MESH0346", "MESH0347"],
  reads: ["networking.istio.io/VirtualService"],
  check: (context) => {
    const all = context.list("networking.istio.io/VirtualService");
    const suggest = createSuggestion(all.filter(isDelegate).map(formatPath));
    const leading = new Map<AnalyzedObject, Leading[]>();
    for (const root of all) {
      toMaps(toMap(root.manifest.spec).http).forEach(({ delegate, match }, index) => {
        const { name, namespace } = toMap(delegate);
        if (toText(name) === "") return;
        const wanted = `${toText(namespace) || root.namespace}/${toText(name)}`;
        const found = findDelegate(context, root, { wanted, index, suggest });
        if (found !== undefined) file(leading, found, { root, index, matches: toMaps(match) });
      });
    }
    for (const [delegate, routes] of leading) for (const route of routes) checkMatches(context, delegate, route);
  },
};

function findDelegate(
  context: RuleContext,
  root: AnalyzedObject,
  { wanted, index, suggest }: { wanted: string; index: number; suggest: (word: string) => string },
): AnalyzedObject | undefined {
  const path = ["spec", "http", index, "delegate"];
  const [namespace = "", name = ""] = wanted.split("/", 2);
  const found = context.find("networking.istio.io/VirtualService", namespace, name);
  if (found === undefined) {
    const message = `there is no VirtualService ${wanted}${suggest(wanted)}; this route is left out`;
    context.report(root, { code: "IST0101", path: [...path, "name"], message });
  } else if (!isDelegate(found)) {
    const message = `VirtualService ${wanted} has hosts, so nothing can be delegated to it, and this route is left out`;
    const remedy = `remove the hosts of ${wanted}, or route to its destinations here`;
    context.report(root, { code: "MESH0346", path, message, remedy });
  } else if (!isSeen(found, root.namespace, context)) {
    const isNamed = toTexts(toMap(found.manifest.spec).exportTo).length > 0;
    const why = isNamed ? "its exportTo" : "defaultVirtualServiceExportTo of the mesh configuration";
    const message = `VirtualService ${wanted} is not exported to namespace ${root.namespace} by ${why}, and this route is left out`;
    const remedy = `add ${root.namespace} to exportTo of ${wanted}`;
    context.report(root, { code: "MESH0346", path, message, remedy });
  } else return found;
  return undefined;
}

/** Says which routes of a delegate are left out, and which matches of its root lead nowhere. */
function checkMatches({ report }: RuleContext, delegate: AnalyzedObject, { root, index, matches }: Leading): void {
  if (matches.length === 0) return;
  const leadsTo = matches.map(() => false);
  toMaps(toMap(delegate.manifest.spec).http).forEach((route, position) => {
    const own = toMaps(route.match);
    const fitting = own.map((leaf) => matches.map((outer) => findConflict(outer, leaf)));
    const lost = fitting.findIndex((conflicts) => conflicts.every((field) => field !== undefined));
    if (lost < 0) {
      matches.forEach((_, at) => {
        if (own.length === 0 || fitting.some((conflicts) => conflicts[at] === undefined)) leadsTo[at] = true;
      });
      return;
    }
    const field = fitting[lost]?.at(-1) ?? "";
    const inner = formatField(own[lost] ?? {}, field);
    const outer = matches.length === 1 ? `${formatField(matches[0] ?? {}, field)} there` : "any match there";
    const message = `this route is left out where ${formatName(root)} delegates to it by http[${index}]: ${inner} is not within ${outer}`;
    report(delegate, { code: "MESH0347", path: ["spec", "http", position, "match", lost], message });
  });
  if (!leadsTo.includes(true)) return;
  matches.forEach((_, at) => {
    if (leadsTo[at] === true) return;
    const message = `match ${at} leads nowhere: no match of the routes of ${formatName(delegate)} is within it`;
    report(root, { code: "MESH0347", path: ["spec", "http", index, "match", at], message });
  });
}

function formatField(match: Readonly<Record<string, any>>, field: string): string {
  const [first = "", ...rest] = field.split(".");
  const value: unknown = match[first];
  const given: unknown = rest.length === 0 ? value : toMap(value)[rest.join(".")];
  return given === undefined ? `no ${field}` : `${field} ${formatValue(given)}`;
}

function formatPath({ manifest, namespace }: AnalyzedObject): string {
  return `${namespace}/${manifest.metadata.name}`;
}
