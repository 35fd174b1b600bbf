// Certificates made by openssl. Does not prove that Istio serves them: test/e2e/policy/gateway-tls.test.ts does.
import { expect, it } from "vitest";
import { computeListeners } from "../../../src/istio/gateway/gateway-listeners.js";
import { formatProblem } from "../../findings/format-problem.js";
import { findCertificateProblems, type CertifiedGateway } from "../../../src/istio/gateway/gateway-certificates.js";
import { makeSelfSigned } from "../../self-signed.js";

const [one, other] = [makeSelfSigned("*.shop.io"), makeSelfSigned("other.io")];

const day = 24 * 3600 * 1000;
const say = (gateway: CertifiedGateway, days = 0) =>
  findCertificateProblems(gateway, new Date(Date.now() + days * day)).map(
    (problem) =>
      `${problem.path.join(".")}: ${formatProblem(problem).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")}`,
  );

const unknown = { certificate: Promise.resolve(""), privateKey: Promise.resolve("") };

it.each<[string, CertifiedGateway]>([
  [
    "every source",
    { certificates: { a: { secret: "a" }, b: one, c: { certManager: { dnsNames: ["a.io"] } }, d: unknown } },
  ],
  [
    "hosts that certificates are for",
    {
      certificates: { a: one, b: unknown, c: { certManager: { dnsNames: ["a.io"] } } },
      listeners: {
        a: { protocol: "HTTPS", port: 443, hosts: ["www.shop.io", "*.shop.io"], tls: { certificate: "a" } },
        b: { protocol: "HTTPS", port: 443, hosts: ["any.io"], tls: { certificate: "b" } },
        c: { protocol: "HTTPS", port: 443, hosts: ["a.io"], tls: { certificate: "c" } },
      },
    },
  ],
])("takes %s", (_, gateway) => {
  expect(say(gateway)).toEqual([]);
});

const sources = "give one of `secret`, `certificate` with `privateKey`, and `certManager`";
const valid = "give a valid certificate and its key, in PEM";

it.each<[string, NonNullable<CertifiedGateway["certificates"]>[string], number, string]>([
  ["a", {}, 0, `MESH0250: the certificate a has no source; ${sources}`],
  ["a", { secret: "a", ...one }, 0, `MESH0250: the certificate a has \`secret\` and \`certificate\`; ${sources}`],
  ["a", { certificate: one.certificate }, 0, "MESH0250: the certificate a has no `privateKey`; give both, in PEM"],
  [
    "a",
    { caCertificate: one.certificate },
    0,
    "MESH0250: the certificate a has no `certificate` and no `privateKey`; give both, in PEM",
  ],
  [
    "a.b",
    { secret: "a" },
    0,
    'MESH0250: the certificate "a.b" has no DNS label as its name; use a-z, 0-9 and "-", as in shop',
  ],
  [
    "a",
    { ...one, certificate: "none" },
    0,
    `MESH0251: the certificate a has a "certificate" that is not a certificate in PEM; ${valid}`,
  ],
  [
    "a",
    { ...one, privateKey: "none" },
    0,
    `MESH0251: the certificate a has a "privateKey" that is not a private key in PEM; ${valid}`,
  ],
  [
    "a",
    { ...one, privateKey: other.privateKey },
    0,
    `MESH0251: the certificate a has a "privateKey" that is not the one of its certificate; ${valid}`,
  ],
  ["a", one, 3, `MESH0251: the certificate a has a certificate that expired at <time>; ${valid}`],
  // As of a key that is an Output.
  [
    "a",
    { certificate: one.certificate, privateKey: {} },
    3,
    `MESH0251: the certificate a has a certificate that expired at <time>; ${valid}`,
  ],
  ["a", one, -3, `MESH0251: the certificate a has a certificate that is not valid before <time>; ${valid}`],
])("refuses %s as %j after %d days", (name, source, days, message) => {
  expect(say({ certificates: { [name]: source } }, days)).toEqual([`certificates.${name}: error ${message}`]);
});

const asHost = "write it as in www.example.com or *.example.com";

it.each<[NonNullable<CertifiedGateway["certificates"]>[string], string[]]>([
  [
    { secret: "Shop_TLS" },
    [
      'certificates.a.secret: error MESH0250: `certificates.a.secret` is "Shop_TLS", which is not a name of a Secret; name a Secret of the gateway\'s namespace, as in shop-tls',
    ],
  ],
  [
    { certManager: { dnsNames: [] } },
    [
      "certificates.a.certManager.dnsNames: error MESH0250: `certificates.a.certManager.dnsNames` is empty; name the hosts of the certificate",
    ],
  ],
  [
    { certManager: { issuer: "", issuerKind: "clusterissuer", dnsNames: ["*.shop.io", "", "Shop.io"] } },
    [
      'certificates.a.certManager.issuer: error MESH0250: `certificates.a.certManager.issuer` is "", which is not a name of an issuer; name an Issuer or ClusterIssuer of cert-manager',
      'certificates.a.certManager.issuerKind: error MESH0250: `certificates.a.certManager.issuerKind` is "clusterissuer", but must be one of Issuer, ClusterIssuer; did you mean "ClusterIssuer"?; use one of them',
      `certificates.a.certManager.dnsNames.1: error MESH0250: \`certificates.a.certManager.dnsNames.1\` is "", which is not a host name in lower case; ${asHost}`,
      `certificates.a.certManager.dnsNames.2: error MESH0250: \`certificates.a.certManager.dnsNames.2\` is "Shop.io", which is not a host name in lower case; ${asHost}`,
    ],
  ],
])("refuses %j", (source, expected) => {
  expect(say({ certificates: { a: source } })).toEqual(expected);
});

it("refuses authorities of clients that are none, each of several", () => {
  const withAuthority = (caCertificate: string, days = 0) =>
    say({ certificates: { a: { certificate: unknown.certificate, privateKey: {}, caCertificate } } }, days);
  const bundle = one.certificate + other.certificate;
  expect(withAuthority(bundle)).toEqual([]);
  const none = `certificates.a: error MESH0251: the certificate a has a "caCertificate" that is not a certificate in PEM; ${valid}`;
  expect(withAuthority("none")).toEqual([none]);
  const broken = other.certificate.replace(/\n.{20}/, "\n");
  expect(withAuthority(one.certificate + broken)).toEqual([none]);
  expect(withAuthority(bundle, 3)).toEqual([
    `certificates.a: error MESH0251: the certificate a has a certificate that expired at <time>; ${valid}`,
  ]);
});

it("tells of one certificate under two names", () => {
  const certificates = { a: one, b: other, c: { ...one, certificate: `\n${one.certificate}` } };
  expect(say({ certificates })).toEqual([
    "certificates.c: warning MESH0256: the certificates a and c are the same one: a browser that uses one connection for hosts of both gets 404; keep one of the two",
  ]);
});

it("refuses a listener's host that its certificate is not for", () => {
  const tls = { certificate: "a" };
  const listeners = { web: { protocol: "HTTPS", port: 443, hosts: ["www.shop.io", "a.b.shop.io"], tls } } as const;
  expect(
    say({ certificates: { a: one }, listeners: { web: { ...listeners.web, hosts: [...listeners.web.hosts] } } }),
  ).toEqual([
    'listeners.web.hosts.1: error MESH0252: the certificate a is for *.shop.io, not for "a.b.shop.io" of listener web; get a certificate for this host, or take the host out',
  ]);
});

it("listeners are told the hosts of certificates that are known", () => {
  const https = (certificate: string) => ({ protocol: "HTTPS", port: 443, tls: { certificate } }) as const;
  const certificates = {
    api: { certManager: { dnsNames: ["api.shop.io"] } },
    elsewhere: { secret: "shop-tls" },
  };
  const listeners = computeListeners("public", {
    certificates,
    listeners: { api: https("api"), own: https("elsewhere") },
  });
  expect(listeners).toEqual({
    api: {
      protocol: "HTTPS",
      port: 443,
      tls: { mode: "SIMPLE", credentialName: "public-api", certificateHosts: ["api.shop.io"] },
    },
    own: { protocol: "HTTPS", port: 443, tls: { mode: "SIMPLE", credentialName: "shop-tls" } },
  });
});
