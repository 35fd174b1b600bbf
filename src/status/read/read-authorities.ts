import { inTime, requestIfThere } from "../../cluster-access/api-request.js";
import { rootConfigMap } from "../control-planes.js";
import type { CertificateFacts } from "../facts.js";
import type { Asker } from "./asker.js";

/** Where Istio keeps certificates of its own, https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/ */
const sources = [
  { kind: "ConfigMap", name: rootConfigMap, key: "root-cert.pem" },
  { kind: "Secret", name: "cacerts", key: "ca-cert.pem" },
  { kind: "Secret", name: "istio-ca-secret", key: "ca-cert.pem" },
] as const;

interface Keeper {
  data?: Record<string, string>;
}

/** The certificate authorities of control planes. @param namespaces of these */
export async function readAuthorities(asker: Asker, namespaces: readonly string[]): Promise<CertificateFacts[]> {
  const wanted = namespaces.flatMap((namespace) => sources.map((source) => ({ ...source, namespace })));
  const found = await Promise.all(wanted.map((one) => readCertificate(asker, one, [one.key])));
  return found.filter((one) => one?.exists === true) as CertificateFacts[];
}

/** The certificates of Secrets of gateways. Their keys are dropped at once. */
export async function readCredentials(
  asker: Asker,
  secrets: readonly { namespace: string; name: string }[],
): Promise<CertificateFacts[]> {
  const found = await Promise.all(
    secrets.map(({ namespace, name }) =>
      readCertificate(asker, { kind: "Secret", namespace, name }, ["tls.crt", "cert"]),
    ),
  );
  return found.filter((one) => one !== undefined);
}

async function readCertificate(
  asker: Asker,
  { kind, namespace, name }: Pick<CertificateFacts, "kind" | "namespace" | "name">,
  keys: readonly string[],
): Promise<CertificateFacts | undefined> {
  const path = `/api/v1/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`;
  return asker.try(`${kind} ${namespace}/${name}`, async () => {
    const found = await requestIfThere<Keeper>(asker.kubeconfig, inTime(path));
    const text = keys.map((key) => found?.data?.[key]).find((value) => value !== undefined);
    const pem = kind === "Secret" && text !== undefined ? Buffer.from(text, "base64").toString("utf8") : text;
    return { kind, namespace, name, exists: found !== undefined, ...(pem === undefined ? {} : { pem }) };
  });
}
