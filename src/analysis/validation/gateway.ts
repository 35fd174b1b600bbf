import { isHttp, isTls, parseProtocol } from "../../mesh/protocols.js";
import type { Field } from "./field.js";
import { checkNamespacedHost } from "./hosts.js";
import type { CheckKind } from "./kind.js";
import { checkServerTls } from "./tls.js";
import { checkAddress, checkPort, checkProtocol, checkSocket, isLabel, socketPrefix } from "./values.js";

/** Source: `ValidateGateway` in istio pkg/config/validation/validation.go. */
export const checkGateway: CheckKind = ({ spec, metadata }) => {
  if (!isLabel(metadata.at("name").text)) metadata.at("name").wants("a Gateway's name must be letters, digits and -");
  const servers = spec.at("servers");
  if (servers.entries.length === 0) servers.wants("one server or more must be there");
  const names = new Set<string>();
  for (const server of servers.entries) {
    checkServer(server);
    const name = server.at("port", "name");
    if (server.at("port").isGiven && names.has(name.text)) name.wants("a server before it has that port name");
    names.add(name.text);
  }
};

function checkServer(server: Field): void {
  const [hosts, port, tls] = [server.at("hosts"), server.at("port"), server.at("tls")];
  if (hosts.entries.length === 0) hosts.wants("one host or more must be there");
  for (const host of hosts.entries) checkNamespacedHost(host, true);
  checkServerPort(port, server.at("bind"));
  checkServerTls(tls);
  const protocol = parseProtocol(port.at("protocol").text);
  if (protocol === undefined) return;
  if (tls.at("httpsRedirect").value === true && !isHttp(protocol))
    tls.at("httpsRedirect").warn("has an effect only for HTTP servers");
  if (isTls(protocol) && !tls.isGiven) tls.wants(`the protocol ${port.at("protocol").text} needs it`);
  if (isTls(protocol) || !tls.isGiven) return;
  const mode = tls.at("mode").text;
  const isPlain = mode === "" || mode === "PASSTHROUGH" || mode === "AUTO_PASSTHROUGH";
  const files = tls.filled("caCertificates", "privateKey", "serverCertificate");
  if (!isHttp(protocol))
    tls.refuse(`cannot be set with the protocol ${port.at("protocol").text}; it needs HTTPS or TLS`);
  else if (!isPlain || files.length > 0)
    tls.refuse("can have no more than httpsRedirect with a protocol of plain HTTP");
}

function checkServerPort(port: Field, bind: Field): void {
  const isSocket = bind.text.startsWith(socketPrefix);
  if (isSocket) checkSocket(bind);
  else if (bind.isFilled) checkAddress(bind);
  if (!port.isGiven) return port.wants("it must be a port");
  checkProtocol(port.at("protocol"), false);
  const number = port.at("number");
  if (number.isFilled || !isSocket) checkPort(number);
  if (isSocket && number.isFilled) number.wants("a Unix socket has no port, write 0");
  if (port.at("targetPort").isFilled) port.at("targetPort").refuse("does nothing in a Gateway; leave it out");
  if (!port.at("name").isFilled) port.at("name").wants("it must be a name");
}
