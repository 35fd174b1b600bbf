import { listTlsSettings } from "../../destination-tls.js";
import { formatValue, toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule } from "../../rule.js";

/** Answers that are taken from whoever gives them: of servers that are called, and of those that have the keys of tokens. */
export const unverifiedServers: Rule = {
  name: "unverified-servers",
  codes: ["MESH0326", "MESH0327"],
  reads: ["networking.istio.io/DestinationRule", "security.istio.io/RequestAuthentication"],
  check: ({ list, report }) => {
    for (const object of list("networking.istio.io/DestinationRule")) {
      for (const { tls, path } of listTlsSettings(object)) {
        if (tls.insecureSkipVerify !== true) continue;
        const message = `the certificate of "${formatValue(toMap(object.manifest.spec).host)}" is not checked`;
        report(object, { code: "MESH0326", path: [...path, "insecureSkipVerify"], message });
      }
    }
    for (const object of list("security.istio.io/RequestAuthentication")) {
      toMaps(object.manifest.spec?.jwtRules).forEach(({ jwksUri }, index) => {
        const [, host = ""] = /^http:\/\/([^/:]+)/i.exec(toText(jwksUri)) ?? [];
        // Within the cluster it is the network's owner that could change them.
        if (host === "" || !host.includes(".") || /\.(svc|local)$/.test(host)) return;
        const message = `the keys of tokens are fetched from ${host} without TLS`;
        report(object, { code: "MESH0327", path: ["spec", "jwtRules", index, "jwksUri"], message });
      });
    }
  },
};
