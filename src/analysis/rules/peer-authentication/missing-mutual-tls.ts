import { computeServiceHost, shareHosts, toFqdn } from "../../../mesh/host-names.js";
import { listTlsSettings } from "../../destination-tls.js";
import { createWorkloads } from "../../../mesh/workloads.js";
import { createMtls } from "../../../mesh/mtls.js";
import { formatName } from "../../names.js";
import { formatValue, toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { findTargetPort } from "../../../mesh/ports.js";
import { formatLabels } from "../../../mesh/selectors.js";

/**
 * Pods that take nothing but mutual TLS, in a mesh whose proxies do not use it by themselves. Kiali: business/checkers/peerauthentications; with
 * `enableAutoMtls`, which is on unless it is turned off, no DestinationRule is needed.
 */
export const missingMutualTls: Rule = {
  name: "missing-mutual-tls",
  codes: ["KIA0401", "KIA0501"],
  reads: ["networking.istio.io/DestinationRule", "Service"],
  check: (context) => {
    const { mesh, list, report } = context;
    if (mesh.config.enableAutoMtls !== false) return;
    const workloads = context.ask(createWorkloads);
    const mtls = context.ask(createMtls);
    const called = listMutualHosts(context);
    const told = new Set<AnalyzedObject>();
    for (const service of list("Service")) {
      const { selector, ports } = toMap(service.manifest.spec);
      const host = computeServiceHost(service.namespace, service.manifest.metadata.name);
      if (formatLabels(toMap(selector)) === "" || called.some((name) => shareHosts(name, host))) continue;
      for (const workload of workloads.select(toMap(selector), service.namespace)) {
        for (const port of toMaps(ports)) {
          const policy = workload.workload && mtls.findStrict(workload, findTargetPort(port, workload.workload));
          if (policy === undefined || told.has(policy)) continue;
          told.add(policy);
          const code = policy.namespace === mesh.rootNamespace ? "KIA0401" : "KIA0501";
          const message = `the pods of ${formatName(service)} take mutual TLS alone at port ${formatValue(port.port)}, and nothing makes callers use it`;
          report(policy, { code, path: ["spec", "mtls", "mode"], message });
        }
      }
    }
  },
};

/** The hosts that a DestinationRule makes callers use mutual TLS to, at one port or all. */
function listMutualHosts({ list }: RuleContext): string[] {
  return list("networking.istio.io/DestinationRule").flatMap((object) => {
    const isMutual = listTlsSettings(object).some(({ tls }) => tls.mode === "ISTIO_MUTUAL");
    return isMutual ? [toFqdn(toText(toMap(object.manifest.spec).host), object.namespace)] : [];
  });
}
