// Gateways as people write them. Does not prove that a browser takes their certificates.
import { describe, expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { describeGateways } from "../../src/status/gateways.js";
import type { CertificateFacts, ClusterFacts } from "../../src/status/facts.js";
import { day, makeFacts, makePod, now, root } from "./sample-facts.js";

const pod = makePod("gateway-1", {
  namespace: "ingress",
  owner: { kind: "Deployment", name: "gateway" },
  labels: { istio: "ingress" },
});
const service = {
  namespace: "ingress",
  name: "gateway",
  selector: { istio: "ingress" },
  type: "LoadBalancer",
  addresses: ["192.0.2.1"],
};
const make = (type: string, name: string, spec: object, status = {}): Manifest => {
  const [apiVersion = "", kind = ""] = type.split(" ");
  return { apiVersion, kind, metadata: { namespace: "shop", name }, spec, status };
};
const istio = make("networking.istio.io/v1 Gateway", "public", {
  selector: { istio: "ingress" },
  servers: [
    { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*/*.example"] },
    {
      port: { number: 443, name: "https", protocol: "HTTPS" },
      hosts: ["*.example"],
      tls: { mode: "SIMPLE", credentialName: "web-cert" },
    },
  ],
});
const route = make("networking.istio.io/v1 VirtualService", "web", {
  gateways: ["public", "mesh"],
  hosts: ["www.example"],
});
const certificate: CertificateFacts = {
  kind: "Secret",
  namespace: "ingress",
  name: "web-cert",
  exists: true,
  pem: root,
};

const look = (more: Partial<ClusterFacts>) => {
  const facts = makeFacts({
    routing: [istio, route],
    pods: [pod],
    services: [service],
    credentials: [certificate],
    ...more,
  });
  const { items, problems } = describeGateways(facts);
  return { items, problems: problems.map(formatFinding) };
};

describe("a Gateway of Istio's", () => {
  it("has the addresses of its pods' Services, its listeners with their certificates, and the hosts of its routes", () => {
    expect(look({})).toEqual({
      items: [
        {
          api: "istio",
          namespace: "shop",
          name: "public",
          addresses: ["192.0.2.1"],
          listeners: [
            { port: 80, protocol: "HTTP", hosts: ["*/*.example"], certificates: [] },
            {
              port: 443,
              protocol: "HTTPS",
              hosts: ["*.example"],
              certificates: [{ secret: "ingress/web-cert", days: 61 }],
            },
          ],
          hosts: ["www.example"],
        },
      ],
      problems: [],
    });
  });

  it.each<[string, Partial<ClusterFacts>, string[]]>([
    [
      "no address",
      { services: [] },
      [
        "Gateway shop/public: warning MESH0619: it has no address: no Service selects its pods; see the Service of its pods",
      ],
    ],
    ["no address that is known", { services: undefined }, []],
    [
      "an expired certificate",
      { now: now + 2 * day },
      ["Secret ingress/web-cert: error MESH0606: the certificate of Gateway shop/public expired 1 day ago; renew it"],
    ],
    [
      "a certificate that ends soon",
      { now: now - 12 * day },
      [
        "Secret ingress/web-cert: warning MESH0605: the certificate of Gateway shop/public expires in 13 days; renew it",
      ],
    ],
    ["a certificate that lasts", { now: now - 13 * day }, []],
    [
      "no certificate",
      { credentials: [{ ...certificate, exists: false, pem: undefined }] },
      [
        "Secret ingress/web-cert: error IST0101: the certificate of Gateway shop/public does not exist; name an existing object, or declare the named one",
      ],
    ],
    [
      "something else for a certificate",
      { credentials: [{ ...certificate, pem: "none" }] },
      [
        "Secret ingress/web-cert: error IST0161: the certificate of Gateway shop/public cannot be read: it is not PEM; put a valid certificate and its key into the Secret",
      ],
    ],
  ])("with %s", (_what, more, expected) => {
    expect(look(more).problems).toEqual(expected);
  });
});

it("reads a Gateway of the Gateway API by its own status", () => {
  const gateway = make(
    "gateway.networking.k8s.io/v1 Gateway",
    "public",
    {
      listeners: [
        { port: 443, protocol: "HTTPS", hostname: "*.example", tls: { certificateRefs: [{ name: "web-cert" }] } },
      ],
    },
    { addresses: [{ type: "IPAddress", value: "192.0.2.2" }] },
  );
  const of = make("gateway.networking.k8s.io/v1 HTTPRoute", "web", {
    parentRefs: [{ name: "public" }],
    hostnames: ["www.example", "api.example"],
  });
  const { items, problems } = look({ routing: [gateway, of], credentials: [{ ...certificate, namespace: "shop" }] });
  expect(problems).toEqual([]);
  expect(items).toEqual([
    {
      api: "kubernetes",
      namespace: "shop",
      name: "public",
      addresses: ["192.0.2.2"],
      listeners: [
        { port: 443, protocol: "HTTPS", hosts: ["*.example"], certificates: [{ secret: "shop/web-cert", days: 61 }] },
      ],
      hosts: ["api.example", "www.example"],
    },
  ]);
});
