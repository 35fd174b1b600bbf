import { computeServiceHost, parseServiceHost, toFqdn } from "../../../mesh/host-names.js";
import { toMap, toMaps, toText, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { formatLabels } from "../../../mesh/selectors.js";

/** Kiali: business/checkers/sidecars. */
export const sidecarSettings: Rule = {
  name: "sidecar-settings",
  codes: ["KIA1004", "KIA1006", "KIA1007"],
  reads: [
    "networking.istio.io/Sidecar",
    "networking.istio.io/ServiceEntry",
    "networking.istio.io/VirtualService",
    "Service",
  ],
  check: (context) => {
    const { mesh, list, report } = context;
    const known = collectHosts(context);
    for (const object of list("networking.istio.io/Sidecar")) {
      const { egress, workloadSelector, outboundTrafficPolicy } = toMap(object.manifest.spec);
      if (object.namespace === mesh.rootNamespace && formatLabels(toMap(toMap(workloadSelector).labels)) !== "") {
        const message = "the Sidecar of the root namespace is the whole mesh's only without a selector";
        report(object, { code: "KIA1006", path: ["spec", "workloadSelector"], message });
      }
      if (outboundTrafficPolicy !== undefined && toMap(outboundTrafficPolicy).mode === undefined) {
        const message = "no mode means REGISTRY_ONLY in a Sidecar, and ALLOW_ANY in the mesh configuration";
        report(object, { code: "KIA1007", path: ["spec", "outboundTrafficPolicy"], message });
      }
      toMaps(egress).forEach((listener, index) => {
        toTexts(listener.hosts).forEach((entry, at) => {
          const message = findProblem(entry, object, known);
          if (message === undefined) return;
          report(object, { code: "KIA1004", path: ["spec", "egress", index, "hosts", at], message });
        });
      });
    }
  },
};

interface Known {
  /** `<namespace> <host>`, also with `*` for any namespace. */
  hosts: ReadonlySet<string>;
  /** The same for each wildcard that a host is within. */
  wildcards: ReadonlySet<string>;
  /** Namespaces with hosts of their own. */
  namespaces: ReadonlySet<string>;
}

/** What a Sidecar may let in: hosts of Services and ServiceEntries, and those that only VirtualServices have. */
function collectHosts({ list }: RuleContext): Known {
  const hosts = new Set<string>();
  const wildcards = new Set<string>();
  const namespaces = new Set<string>();
  const add = (host: string, { namespace, isAssumed }: AnalyzedObject) => {
    if (!isAssumed) namespaces.add(namespace);
    for (const of of [namespace, "*"]) {
      hosts.add(`${of} ${host}`);
      for (const wildcard of listWildcards(host)) wildcards.add(`${of} ${wildcard}`);
    }
  };
  for (const object of list("Service")) {
    add(computeServiceHost(object.namespace, object.manifest.metadata.name), object);
  }
  for (const kind of ["networking.istio.io/ServiceEntry", "networking.istio.io/VirtualService"] as const) {
    for (const object of list(kind)) {
      for (const host of toTexts(toMap(object.manifest.spec).hosts)) add(toFqdn(host, object.namespace), object);
    }
  }
  return { hosts, wildcards, namespaces };
}

function listWildcards(host: string): string[] {
  const labels = host.split(".");
  return labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join(".")}`);
}

/** Of namespaces where nothing is declared nothing is known. */
function findProblem(entry: string, { namespace }: AnalyzedObject, known: Known): string | undefined {
  const { hosts, wildcards, namespaces } = known;
  const [from = "", host = ""] = entry.split("/", 2);
  if (host === "" || host === "*" || from === "~" || namespaces.size === 0) return undefined;
  const wanted = from === "." ? namespace : from;
  const owner = wanted === "*" ? parseServiceHost(host)?.namespace : wanted;
  if (owner !== undefined && !namespaces.has(owner)) return undefined;
  const isThere = [host, ...listWildcards(host)].some((name) => hosts.has(`${wanted} ${name}`));
  if (isThere || wildcards.has(`${wanted} ${host}`)) return undefined;
  const where = wanted === "*" ? "" : ` in the namespace ${wanted}`;
  const isShort = hosts.has(`${wanted} ${toFqdn(toText(host), wanted)}`);
  const hint = isShort ? `; write ${wanted}/${toFqdn(host, wanted)}` : "";
  return `nothing${where} has the host "${host}"${hint}`;
}
