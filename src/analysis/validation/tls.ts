import type { Field } from "./field.js";

const ciphers = new Set(
  "ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES256-GCM-SHA384 ECDHE-RSA-AES256-GCM-SHA384 ECDHE-ECDSA-CHACHA20-POLY1305 ECDHE-RSA-CHACHA20-POLY1305 ECDHE-ECDSA-AES128-SHA ECDHE-RSA-AES128-SHA ECDHE-ECDSA-AES256-SHA ECDHE-RSA-AES256-SHA AES128-GCM-SHA256 AES256-GCM-SHA384 AES128-SHA AES256-SHA DES-CBC3-SHA".split(
    " ",
  ),
);
const certificateFields = ["serverCertificate", "privateKey", "caCertificates", "tlsCertificates", "credentialName", "credentialNames"]; // prettier-ignore

/** TLS of what a gateway or a sidecar listens on. Source: `validateTLSOptions`. */
export function checkServerTls(tls: Field): void {
  if (!tls.isGiven) return;
  const mode = tls.at("mode").text;
  checkVersionsAndCiphers(tls);
  if (mode === "ISTIO_MUTUAL") {
    const set = tls.filled(...certificateFields);
    if (set.length > 0) tls.refuse(`has ${set.join(", ")}; with mode ISTIO_MUTUAL Istio's own certificates are used`);
    return;
  }
  if (mode === "" || mode.endsWith("PASSTHROUGH")) {
    const set = tls.filled("caCrl", ...certificateFields);
    if (set.length > 0)
      tls.warn(`has ${set.join(", ")}, which mode ${mode === "" ? "PASSTHROUGH" : mode} does not use`);
  }
  checkSources(tls, mode);
}

function checkVersionsAndCiphers(tls: Field): void {
  const suites = tls.at("cipherSuites");
  if (["TLSV1_0", "TLSV1_1"].includes(tls.at("minProtocolVersion").text) && suites.entries.length === 0) {
    tls.at("minProtocolVersion").warn("is older than TLSV1_2, which works only with cipherSuites that fit it");
  }
  const seen = new Set<string>();
  for (const suite of suites.entries) {
    if (suite.text !== "" && suite.text !== "ALL" && /^[\p{L}\p{N}]/u.test(suite.text) && !ciphers.has(suite.text)) {
      suite.warn(`is "${suite.text}", which is not a cipher suite of Envoy and is left out`);
    } else if (seen.has(suite.text)) suite.warn(`is a second ${suite.text}`);
    seen.add(suite.text);
  }
}

/** Where a server's certificate comes from: one source, and whole. */
function checkSources(tls: Field, mode: string): void {
  const named = tls.filled("credentialName", "credentialNames");
  const files = tls.filled("serverCertificate", "privateKey").length === 2 ? ["serverCertificate"] : [];
  const sources = [...files, ...named, ...tls.filled("tlsCertificates")];
  if (sources.length > 1) tls.refuse(`has ${sources.join(" and ")}; only one source of certificates can be set`);
  const isMutual = mode === "MUTUAL" || mode === "OPTIONAL_MUTUAL";
  const isTerminated = isMutual || mode === "SIMPLE";
  if (isTerminated && named.length > 0) return;
  if (isTerminated) checkFiles(tls, mode, isMutual);
  if (!tls.at("caCrl").isFilled) return;
  if (tls.at("credentialName").isFilled)
    tls.at("caCrl").refuse("cannot be set together with credentialName, whose Secret has it");
  if (mode === "SIMPLE") tls.at("caCrl").refuse("cannot be set with mode SIMPLE, where clients have no certificates");
}

function checkFiles(tls: Field, mode: string, isMutual: boolean): void {
  if (isMutual && !tls.at("caCertificates").isFilled)
    tls.at("caCertificates").wants(`mode ${mode} needs the CA of clients`);
  const listed = tls.at("tlsCertificates").entries;
  if (listed.length > 2) tls.at("tlsCertificates").warn("has more than 2 certificates");
  for (const certificate of listed.length === 0 ? [tls] : listed) {
    for (const field of ["serverCertificate", "privateKey"]) {
      if (!certificate.at(field).isFilled) certificate.at(field).wants(`mode ${mode} needs it, or credentialName`);
    }
  }
}

const clientFiles = ["clientCertificate", "caCertificates", "privateKey", "caCrl"];

/** TLS to a destination. Source: `ValidateTLS`. */
export function checkClientTls(tls: Field, namespace: string): void {
  if (!tls.isGiven) return;
  const mode = tls.at("mode").text;
  const credential = tls.at("credentialName");
  checkConfigMap(credential, namespace);
  const hasCredential = credential.isFilled && (mode === "SIMPLE" || mode === "MUTUAL");
  if (tls.at("insecureSkipVerify").value === true && (mode === "SIMPLE" || mode === "MUTUAL")) {
    const set = tls.filled("caCertificates", "subjectAltNames", ...(mode === "SIMPLE" ? ["credentialName"] : []));
    if (set.length > 0)
      tls.refuse(`has ${set.join(", ")} for verification, and also insecureSkipVerify, which disables verification`);
  }
  if (hasCredential) {
    const set = tls.filled(...clientFiles);
    if (set.length > 0) tls.refuse(`has ${set.join(", ")} together with credentialName, whose Secret has them`);
  } else if (mode === "MUTUAL") {
    for (const field of ["clientCertificate", "privateKey"]) {
      if (!tls.at(field).isFilled) tls.at(field).wants("mode MUTUAL needs it, or credentialName");
    }
  }
}

const configMapPrefix = "configmap://";

function checkConfigMap(credential: Field, namespace: string): void {
  if (!credential.text.startsWith(configMapPrefix)) return;
  const [own = "", name = ""] = credential.text.slice(configMapPrefix.length).split("/");
  if (own === "" || name === "" || own !== namespace)
    credential.wants(`it must be ${configMapPrefix}${namespace}/<name>`);
}
