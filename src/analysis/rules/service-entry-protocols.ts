import type { ValuePath } from "../../schema-problems.js";
import { readExportTo } from "../hosts.js";
import { formatValue, toMap, toMaps, toText, toTexts } from "../read.js";
import type { AnalyzedObject, Rule, RuleContext } from "../rule.js";
import { file } from "../selection.js";

/** A port of a host, as one ServiceEntry has it. */
interface Port {
  object: AnalyzedObject;
  path: ValuePath;
  protocol: string;
}

/** Source: istio pkg/config/analysis/analyzers/serviceentry, ConflictingServiceEntryProtocolAnalyzer. */
export const serviceEntryProtocols: Rule = {
  name: "service-entry-protocols",
  codes: ["IST0177"],
  reads: ["networking.istio.io/ServiceEntry"],
  check: (context) => {
    const byScope = indexPorts(context);
    const said = new Set<Port>();
    for (const [scope, byPort] of byScope) {
      for (const [key, own] of byPort) {
        const ports = scope === "*" ? own : [...own, ...(byScope.get("*")?.get(key) ?? [])];
        if (new Set(ports.map(({ protocol }) => protocol)).size < 2) continue;
        for (const port of ports) {
          if (!said.has(port)) describe(context, { port, ports, key });
          said.add(port);
        }
      }
    }
  },
};

function describe(
  { report }: RuleContext,
  { port, ports, key }: { port: Port; ports: readonly Port[]; key: string },
): void {
  const other = ports.find(({ protocol }) => protocol !== port.protocol);
  if (other === undefined) return;
  const name = `${other.object.namespace}/${other.object.manifest.metadata.name}`;
  const message = `${key} is ${port.protocol} here and ${other.protocol} in the ServiceEntry ${name}`;
  report(port.object, { code: "IST0177", path: port.path, message });
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
