import { listTlsSettings } from "../../destination-tls.js";
import { createGatewayReach } from "../../gateway-reach.js";
import { toFqdn } from "../../../mesh/host-names.js";
import { formatValue, toMap, toText } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import { toPort } from "../../../mesh/ports.js";

/**
 * Source: istio pkg/config/analysis/analyzers/destinationrule, CaCertificateAnalyzer; subsets are looked at too, and credentials as istiod takes them:
 * `buildUpstreamClusterTLSContext` in pilot/pkg/networking/core/cluster_tls.go.
 */
export const destinationRuleTls: Rule = {
  name: "destination-rule-tls",
  codes: ["IST0128", "IST0129", "MESH0354"],
  reads: ["networking.istio.io/DestinationRule"],
  check: (context) => {
    const isReached = context.ask(createGatewayReach);
    for (const object of context.list("networking.istio.io/DestinationRule")) {
      const { host, workloadSelector } = toMap(object.manifest.spec);
      const fqdn = toFqdn(toText(host), object.namespace);
      for (const { tls, path, port } of listTlsSettings(object)) {
        if (tls.mode !== "SIMPLE" && tls.mode !== "MUTUAL") continue;
        const credential = toText(tls.credentialName);
        if (credential === "") {
          if (tls.caCertificates) continue;
          const where = port === undefined ? "" : ` at port ${formatValue(port)}`;
          const message = `TLS of mode ${tls.mode} to "${formatValue(host)}"${where} has no caCertificates`;
          const code = port === undefined ? "IST0128" : "IST0129";
          context.report(object, { code, path: [...path, "mode"], message });
          continue;
        }
        // A gateway reads the Secret of its own namespace; a ConfigMap everybody may.
        if (workloadSelector || credential.startsWith("configmap://")) continue;
        if (isReached(fqdn, toPort(port))) continue;
        const message = `sidecars take credentialName "${credential}" only with a workloadSelector, so they call "${formatValue(host)}" in plain text`;
        context.report(object, { code: "MESH0354", path: [...path, "credentialName"], message });
      }
    }
  },
};
