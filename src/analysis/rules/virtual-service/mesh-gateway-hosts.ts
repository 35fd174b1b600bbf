import type { ValuePath } from "../../../findings/place.js";
import { readExportTo, shareHosts, toFqdn } from "../../../mesh/host-names.js";
import { toMap, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { file } from "../../../mesh/selection.js";

/** A host of a VirtualService for callers inside the mesh. */
interface Claim {
  object: AnalyzedObject;
  path: ValuePath;
  host: string;
}

const named = 3;

/** Source: istio pkg/config/analysis/analyzers/virtualservice, ConflictingMeshGatewayHostsAnalyzer. */
export const meshGatewayHosts: Rule = {
  name: "mesh-gateway-hosts",
  codes: ["IST0109"],
  reads: ["networking.istio.io/VirtualService"],
  check: (context) => {
    const rivals = findRivals(context);
    for (const [{ object, path, host }, others] of rivals) {
      const { namespace, manifest } = object;
      const names = [...others].filter((name) => name !== `${namespace}/${manifest.metadata.name}`).sort();
      if (names.length === 0) continue;
      const more = names.length > named ? ` and ${names.length - named} more` : "";
      const message = `the host "${host}" has routes for callers inside the mesh in ${names.slice(0, named).join(", ")}${more} too: which of them count is not defined`;
      context.report(object, { code: "IST0109", path, message });
    }
  },
};

/** The VirtualServices that want the same host, by who wants it: in one namespace, or in all and in one. */
function findRivals(context: RuleContext): Map<Claim, Set<string>> {
  const byScope = indexClaims(context);
  const inAll = byScope.get("*") ?? new Map<string, Claim[]>();
  const wildcards = [...inAll.keys()].filter((host) => host.startsWith("*"));
  const rivals = new Map<Claim, Set<string>>();
  for (const [scope, byHost] of byScope) {
    for (const [host, claims] of byHost) {
      const hosts = scope === "*" ? [] : host.startsWith("*") ? [...inAll.keys()] : [host, ...wildcards];
      const wider = hosts.filter((other) => shareHosts(host, other)).flatMap((other) => inAll.get(other) ?? []);
      const all = [...claims, ...wider];
      if (all.length < 2) continue;
      const names = new Set(all.map(({ object }) => `${object.namespace}/${object.manifest.metadata.name}`));
      for (const claim of all) rivals.set(claim, merge(rivals.get(claim), names));
    }
  }
  return rivals;
}

function merge(known: Set<string> | undefined, names: Set<string>): Set<string> {
  return known === undefined ? names : new Set([...known, ...names]);
}

/** What VirtualServices want for callers inside the mesh: by the namespace that they are exported to, and by host. */
function indexClaims({ list, mesh }: RuleContext): Map<string, Map<string, Claim[]>> {
  const byScope = new Map<string, Map<string, Claim[]>>();
  for (const object of list("networking.istio.io/VirtualService")) {
    const spec = toMap(object.manifest.spec);
    const gateways = toTexts(spec.gateways);
    if (gateways.length > 0 && !gateways.includes("mesh")) continue;
    const exportTo = readExportTo(spec.exportTo, mesh.config.defaultVirtualServiceExportTo, object.namespace);
    const claims = toTexts(spec.hosts).map((name, index) => {
      return { object, path: ["spec", "hosts", index], host: toFqdn(name, object.namespace) };
    });
    for (const scope of exportTo.has("*") ? ["*"] : exportTo) {
      if (scope === "~") continue;
      const byHost = byScope.get(scope) ?? new Map<string, Claim[]>();
      byScope.set(scope, byHost);
      for (const claim of claims) file(byHost, claim.host, claim);
    }
  }
  return byScope;
}
