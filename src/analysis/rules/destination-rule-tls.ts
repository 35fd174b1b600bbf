import { listTlsSettings } from "../destination-tls.js";
import { formatValue, toMap } from "../../text/read.js";
import type { Rule } from "../rule.js";

/** Source: istio pkg/config/analysis/analyzers/destinationrule, CaCertificateAnalyzer; subsets are looked at too. */
export const destinationRuleTls: Rule = {
  name: "destination-rule-tls",
  codes: ["IST0128", "IST0129"],
  reads: ["networking.istio.io/DestinationRule"],
  check: ({ list, report }) => {
    for (const object of list("networking.istio.io/DestinationRule")) {
      const { host, workloadSelector } = toMap(object.manifest.spec);
      for (const { tls, path, port } of listTlsSettings(object)) {
        if (tls.mode !== "SIMPLE" && tls.mode !== "MUTUAL") continue;
        // A secret brings the CA along where the pods that read it are known.
        if (tls.caCertificates || (tls.credentialName && workloadSelector)) continue;
        const where = port === undefined ? "" : ` at port ${formatValue(port)}`;
        const message = `TLS of mode ${tls.mode} to "${formatValue(host)}"${where} has no caCertificates`;
        report(object, { code: port === undefined ? "IST0128" : "IST0129", path: [...path, "mode"], message });
      }
    }
  },
};
