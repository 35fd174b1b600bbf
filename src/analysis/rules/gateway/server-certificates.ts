import { isNamed } from "../../../mesh/gateway/x509.js";
import { readNames } from "../../certificates.js";
import { listCredentialNames, listServers, type GatewayServer } from "../../../mesh/gateway/gateway-servers.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { createGatewaySelection } from "../../../mesh/selection.js";
import { formatLabels } from "../../../mesh/selectors.js";

/**
 * Hosts whose clients get no certificate, or one of another host. What is wrong with a Secret itself is IST0101 and IST0161; a server of
 * Istio's Gateway without certificate is refused by istiod, so it is IST0106.
 */
export const serverCertificates: Rule = {
  name: "server-certificates",
  codes: ["MESH0320", "MESH0321"],
  reads: ["networking.istio.io/Gateway", "gateway.networking.k8s.io/Gateway", "Secret"],
  check: (context) => {
    const select = context.ask(createGatewaySelection);
    const namesOf = new Map<AnalyzedObject, readonly string[] | undefined>();
    for (const object of context.list("networking.istio.io/Gateway")) {
      const selector = toMap(object.manifest.spec?.selector);
      const pods = formatLabels(selector) === "" ? [] : select(selector);
      const namespaces = [...new Set(pods.map(({ namespace }) => namespace))];
      for (const server of listServers(object)) checkNames(context, { object, server, namespaces, namesOf });
    }
    for (const object of context.list("gateway.networking.k8s.io/Gateway")) checkListeners(context, object);
  },
};

interface Search {
  object: AnalyzedObject;
  server: GatewayServer;
  /** Where the gateway's pods are, and read their Secrets. */
  namespaces: readonly string[];
  /** What was read of each Secret, for many servers may use the same. */
  namesOf: Map<AnalyzedObject, readonly string[] | undefined>;
}

/** Of a Secret that is not declared nothing is known. */
function checkNames({ find, report }: RuleContext, { object, server, namespaces, namesOf }: Search): void {
  const credentials = listCredentialNames(server);
  const found = namespaces.flatMap((namespace) => credentials.map((name) => find("Secret", namespace, name)));
  const names = found.map((secret) => {
    if (secret !== undefined && !namesOf.has(secret)) namesOf.set(secret, readNames(secret.manifest));
    return secret && namesOf.get(secret);
  });
  if (!server.endsTls || names.length === 0 || names.includes(undefined)) return;
  const all = [...new Set(names.flatMap((one) => one ?? []))];
  server.hosts.forEach((host, index) => {
    if (host === "*" || isNamed(host, all)) return;
    const message = `the certificate ${credentials.join(", ")} is for ${all.join(", ") || "no host"}, not for "${host}"`;
    report(object, { code: "MESH0321", path: [...server.path, "hosts", index], message });
  });
}

/** Listeners of a Gateway of the Gateway API; with options of an implementation the certificate may come from elsewhere. */
function checkListeners({ report }: RuleContext, object: AnalyzedObject): void {
  toMaps(object.manifest.spec?.listeners).forEach((listener, index) => {
    const { mode = "Terminate", certificateRefs, options } = toMap(listener.tls);
    if (listener.protocol !== "HTTPS" && listener.protocol !== "TLS") return;
    if (mode !== "Terminate" || toMaps(certificateRefs).length > 0 || options !== undefined) return;
    const message = `the listener ${toText(listener.name)} ends ${listener.protocol} and has no certificateRefs`;
    report(object, { code: "MESH0320", path: ["spec", "listeners", index], message });
  });
}
