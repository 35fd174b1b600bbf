import { listServers, type GatewayServer } from "../../../mesh/gateway/gateway-servers.js";
import { formatName } from "../../names.js";
import { toMap } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { formatLabels } from "../../../mesh/selectors.js";

/** Source: https://istio.io/latest/docs/ops/best-practices/security/, and the field descriptions of Gateway. */
export const serverProtocols: Rule = {
  name: "server-protocols",
  codes: ["MESH0323", "MESH0324", "MESH0325", "MESH0341"],
  reads: ["networking.istio.io/Gateway"],
  check: ({ list, report }) => {
    const all = list("networking.istio.io/Gateway").flatMap((object) =>
      listServers(object).map((server) => ({ object, server })),
    );
    const secure = indexSecure(all);
    for (const { object, server } of all) {
      const { tls, path, protocol, hosts } = server;
      if (tls.minProtocolVersion === "TLSV1_0" || tls.minProtocolVersion === "TLSV1_1") {
        const message = `clients may use ${tls.minProtocolVersion.replace("V", " ").replace("_", ".")}`;
        report(object, { code: "MESH0323", path: [...path, "tls", "minProtocolVersion"], message });
      }
      if (typeof tls.privateKey === "string" && tls.privateKey !== "") {
        const message = `the key is the file ${tls.privateKey} of the gateway's pods`;
        report(object, { code: "MESH0325", path: [...path, "tls", "privateKey"], message });
      }
      if (protocol !== "HTTP") continue;
      const pods = formatLabels(toMap(object.manifest.spec?.selector));
      const found = hosts.map((host) => ({ host, gateway: secure.get(`${pods} ${host}`) }));
      const [first] = found.filter(({ gateway }) => gateway !== undefined);
      if (tls.httpsRedirect !== true && first?.gateway !== undefined) {
        const message = `"${first.host}" is served by HTTPS in Gateway ${formatName(first.gateway)}, and without it here`;
        report(object, { code: "MESH0324", path: [...path, "port"], message });
      }
      // A host of one server is within one of "*" or "*.example.com" of another, so only names that nobody serves count.
      if (
        tls.httpsRedirect === true &&
        !hosts.some((host) => listWider(host).some((one) => secure.has(`${pods} ${one}`)))
      ) {
        const message = `requests for ${hosts.join(", ")} are sent to https, which no Gateway of these pods serves`;
        report(object, { code: "MESH0341", path: [...path, "tls", "httpsRedirect"], message });
      }
    }
  },
};

/** Gateways by the pods that they are for and the hosts that they serve by HTTPS. */
function indexSecure(all: readonly { object: AnalyzedObject; server: GatewayServer }[]): Map<string, AnalyzedObject> {
  const secure = new Map<string, AnalyzedObject>();
  for (const { object, server } of all) {
    if (server.protocol !== "HTTPS" && server.protocol !== "TLS") continue;
    const pods = formatLabels(toMap(object.manifest.spec?.selector));
    for (const host of server.hosts) secure.set(`${pods} ${host}`, object);
  }
  return secure;
}

/** A host, and the wildcards that it is within. */
function listWider(host: string): string[] {
  const labels = host.split(".");
  return [host, "*", ...labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join(".")}`)];
}
