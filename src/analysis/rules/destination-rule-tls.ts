import type { ValuePath } from "../../schema-problems.js";
import { formatValue, toMap, toMaps } from "../read.js";
import type { AnalyzedObject, Rule } from "../rule.js";

/** TLS settings of a DestinationRule. */
interface Settings {
  tls: Record<string, any>;
  path: ValuePath;
  /** The one port that they are for; undefined where they are for all. */
  port?: unknown;
}

/** Source: istio pkg/config/analysis/analyzers/destinationrule, CaCertificateAnalyzer; subsets are looked at too. */
export const destinationRuleTls: Rule = {
  name: "destination-rule-tls",
  codes: ["IST0128", "IST0129"],
  reads: ["networking.istio.io/DestinationRule"],
  check: ({ list, report }) => {
    for (const object of list("networking.istio.io/DestinationRule")) {
      const { host, workloadSelector } = toMap(object.manifest.spec);
      for (const { tls, path, port } of listSettings(object)) {
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

function listSettings({ manifest }: AnalyzedObject): Settings[] {
  const spec = toMap(manifest.spec);
  return [
    ...readPolicy(spec.trafficPolicy, ["spec", "trafficPolicy"]),
    ...toMaps(spec.subsets).flatMap(({ trafficPolicy }, index) =>
      readPolicy(trafficPolicy, ["spec", "subsets", index, "trafficPolicy"]),
    ),
  ];
}

function readPolicy(value: unknown, path: ValuePath): Settings[] {
  const policy = toMap(value);
  return [
    { tls: toMap(policy.tls), path: [...path, "tls"] },
    ...toMaps(policy.portLevelSettings).map(({ port, tls }, index) => ({
      tls: toMap(tls),
      path: [...path, "portLevelSettings", index, "tls"],
      port: toMap(port).number ?? "?",
    })),
  ];
}
