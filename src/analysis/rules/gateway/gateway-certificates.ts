import { formatOthers } from "../../names.js";
import { toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { createSelection, file } from "../../../mesh/selection.js";
import { formatLabels, type Labels } from "../../../mesh/selectors.js";

interface Use {
  object: AnalyzedObject;
  /** The selector of the Gateway: one that is part of another's is for the same pods, and maybe for more. */
  labels: Labels;
  path: readonly (string | number)[];
  name: string;
}

/** Source: istio pkg/config/analysis/analyzers/gateway/certificate.go. */
export const gatewayCertificates: Rule = {
  name: "gateway-certificates",
  codes: ["IST0138"],
  reads: ["networking.istio.io/Gateway"],
  check: ({ list, report }) => {
    const uses = new Map<string, Use[]>();
    for (const object of list("networking.istio.io/Gateway")) {
      const labels = toMap(object.manifest.spec?.selector);
      toMaps(object.manifest.spec?.servers).forEach((server, index) => {
        const certificate = readCertificate(toMap(server.tls));
        if (certificate === undefined) return;
        const { key, field, name } = certificate;
        file(uses, key, { object, labels, path: ["spec", "servers", index, "tls", field], name });
      });
    }
    for (const used of uses.values()) {
      const select = createSelection(used);
      const groups = new Map<string, Use[]>();
      for (const use of used) file(groups, formatLabels(use.labels), use);
      for (const group of groups.values()) checkGroup(group, select(group[0]?.labels ?? {}), report);
    }
  },
};

/** Gateways of one selector and one certificate, beside those of that certificate that are for the same pods, themselves among them. */
function checkGroup(group: readonly Use[], alike: readonly Use[], report: RuleContext["report"]): void {
  const objects = [...new Set(alike.map(({ object }) => object))];
  if (objects.length < 2) return;
  for (const { object, path, name } of group) {
    const others = formatOthers(objects, object);
    const message = `the certificate ${name} is also that of Gateway ${others}, for the same pods`;
    report(object, { code: "IST0138", path, message });
  }
}

function readCertificate(tls: Record<string, unknown>): { key: string; field: string; name: string } | undefined {
  const { credentialName, serverCertificate, privateKey } = tls;
  if (typeof credentialName === "string" && credentialName !== "") {
    return { key: credentialName, field: "credentialName", name: credentialName };
  }
  if (typeof serverCertificate !== "string" || typeof privateKey !== "string") return undefined;
  if (serverCertificate === "" || privateKey === "") return undefined;
  return { key: `${serverCertificate}\n${privateKey}`, field: "serverCertificate", name: serverCertificate };
}
