import type { KnownHost } from "../mesh/hosts.js";
import { toMap, toMaps, toText } from "../text/read.js";
import { toPort } from "../mesh/ports.js";

/** Whether a port of a host takes TLS, as it is declared. Source: `ConvertProtocol` in istio pkg/config/kube/conversion.go. */
export function takesTls({ object: { manifest } }: KnownHost, number: number): boolean {
  const ports = toMaps(toMap(manifest.spec).ports);
  if (manifest.kind !== "Service") {
    const port = ports.find((one) => toPort(one.number) === number);
    return ["HTTPS", "TLS"].includes(toText(port?.protocol).toUpperCase());
  }
  const { appProtocol, name } = ports.find((one) => toPort(one.port) === number) ?? {};
  if (appProtocol === "kubernetes.io/wss") return true;
  const [word = ""] = toText(appProtocol ?? name)
    .toLowerCase()
    .split("-", 1);
  return word === "https" || word === "tls";
}
