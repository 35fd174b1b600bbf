import type { MeshFacts, MeshListener } from "../../../src/policy/kind.js";
import { testMesh } from "../compile-text.js";

export /** TLS with the certificate of the shop. */
const shopTls = { mode: "SIMPLE", credentialName: "public-shop" } as const;
/** Listeners of every protocol. */
export const listeners: Record<string, MeshListener> = {
  http: { protocol: "HTTP", port: 80, httpsRedirect: true },
  https: { protocol: "HTTPS", port: 443, hosts: ["*.shop.io", "www.a.io"], tls: shopTls },
  team: { protocol: "HTTPS", port: 443, hosts: ["team.shop.net"], namespaces: ["team", "staff"], tls: shopTls },
  clients: {
    protocol: "HTTPS",
    port: 8443,
    hosts: ["www.shop.io"],
    tls: { mode: "MUTUAL", credentialName: "public-clients", minProtocolVersion: "TLSV1_3" },
  },
  kafka: { protocol: "TLS", port: 443, hosts: ["*.kafka.io"], tls: { mode: "PASSTHROUGH" } },
  postgres: { protocol: "TCP", port: 31400, namespaces: ["shop"] },
  closed: { protocol: "TCP", port: 31401, namespaces: ["team"] },
};
/** The tests' mesh with these listeners at its gateways. */
export const meshOf = (own?: Record<string, MeshListener>): MeshFacts => ({
  ...testMesh,
  gateways: testMesh.gateways.map((gateway) => ({ ...gateway, listeners: own })),
});
/** A document of a service of `shop` that is exposed so at gateway `ingress/public`. */
export const document = (service: string, ...exposures: string[]) =>
  `service: shop/${service}\nexpose:\n${exposures.map((one) => `  - { gateway: ingress/public, ${one} }\n`).join("")}`;
