import type { ValuePath } from "../../../findings/place.js";
import { readExportTo } from "../../../mesh/host-names.js";
import { formatValue, toMap, toMaps, toText, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { file } from "../../../mesh/selection.js";

/** A port of a host, as one ServiceEntry has it. */
interface Port {
  object: AnalyzedObject;
  path: ValuePath;
  protocol: string;
}

/**
 * Source: istio pkg/config/analysis/analyzers/serviceentry, ConflictingServiceEntryProtocolAnalyzer. Kiali:
 * business/checkers/serviceentries/multi_match_checker.go, but several that bring endpoints of one host are joined on purpose.
 */
export const serviceEntryProtocols: Rule = {
  name: "service-entry-protocols",
  codes: ["IST0177", "KIA1211"],
  reads: ["networking.istio.io/ServiceEntry"],
  check: (context) => {
    const byScope = indexPorts(context);
    const said = new Set<Port>();
    for (const [scope, byPort] of byScope) {
      for (const [key, own] of byPort) {
        const ports = scope === "*" ? own : [...own, ...(byScope.get("*")?.get(key) ?? [])];
        const group = describeGroup(ports);
        if (group === undefined) continue;
        for (const port of ports) {
          if (!said.has(port)) report(context, { ...group, port, ports, key });
          said.add(port);
        }
      }
    }
  },
};

interface Group {
  /** Whether its ports have different protocols. */
  isMixed: boolean;
  /** Those of ServiceEntries that bring no endpoints, which cannot be joined. */
  whole: readonly Port[];
}

/** Undefined where all is of one ServiceEntry and one protocol. */
function describeGroup(ports: readonly Port[]): Group | undefined {
  const isMixed = ports.some(({ protocol }) => protocol !== ports[0]?.protocol);
  if (!isMixed && ports.every(({ object }) => object === ports[0]?.object)) return undefined;
  return { isMixed, whole: ports.filter(({ object }) => !bringsEndpoints(object)) };
}

function report(
  context: RuleContext,
  { isMixed, whole, port, ports, key }: Group & { port: Port; ports: readonly Port[]; key: string },
): void {
  const other = isMixed ? ports.find(({ protocol }) => protocol !== port.protocol) : undefined;
  if (other !== undefined) {
    const message = `${key} is ${port.protocol} here and ${other.protocol} in the ServiceEntry ${formatEntry(other)}`;
    context.report(port.object, { code: "IST0177", path: port.path, message });
    return;
  }
  const same = (bringsEndpoints(port.object) ? whole : ports).find(({ object }) => object !== port.object);
  if (same === undefined) return;
  const message = `${key} is in the ServiceEntry ${formatEntry(same)} too; which one counts is not defined`;
  context.report(port.object, { code: "KIA1211", path: port.path.slice(0, -1), message });
}

function formatEntry({ object }: Port): string {
  return `${object.namespace}/${object.manifest.metadata.name}`;
}

function bringsEndpoints({ manifest }: AnalyzedObject): boolean {
  const { endpoints, workloadSelector } = toMap(manifest.spec);
  return toMaps(endpoints).length > 0 || workloadSelector !== undefined;
}

/** Ports by the namespace that they are exported to, and by `host:port`. */
function indexPorts({ list, mesh }: RuleContext): Map<string, Map<string, Port[]>> {
  const byScope = new Map<string, Map<string, Port[]>>();
  for (const object of list("networking.istio.io/ServiceEntry")) {
    const spec = toMap(object.manifest.spec);
    const exportTo = readExportTo(spec.exportTo, mesh.config.defaultServiceExportTo, object.namespace);
    const ports = toMaps(spec.ports).map(({ number, protocol }, index) => ({
      key: formatValue(number),
      port: { object, path: ["spec", "ports", index, "protocol"], protocol: toText(protocol).toUpperCase() || "TCP" },
    }));
    for (const scope of exportTo.has("*") ? ["*"] : exportTo) {
      const byPort = byScope.get(scope) ?? new Map<string, Port[]>();
      byScope.set(scope, byPort);
      for (const host of toTexts(spec.hosts)) for (const { key, port } of ports) file(byPort, `${host}:${key}`, port);
    }
  }
  return byScope;
}
