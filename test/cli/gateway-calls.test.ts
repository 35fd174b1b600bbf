// Objects as an API server gives them. Does not prove that a gateway answers the lines: test/e2e/local-ports.test.ts runs one.
import { expect, it } from "vitest";
import { formatGatewayCalls } from "../../src/cli/gateway-calls.js";
import { loadManifests } from "../../src/text/manifest-text.js";

const { manifests } = loadManifests(
  `
apiVersion: v1
kind: Service
metadata: { name: public, namespace: ingress }
spec: { selector: { app: public, istio: public } }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews } }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: a, namespace: ingress }
spec:
  selector: { istio: public }
  servers:
    - { port: { number: 80, name: http, protocol: HTTP }, hosts: [./www.a.io, "*"] }
    - { port: { number: 443, name: https, protocol: HTTPS }, hosts: [./www.a.io, ./*.shop.io] }
    - { port: { number: 8443, name: tls, protocol: TLS }, hosts: [own.io] }
    - { port: { number: 5432, name: tcp, protocol: TCP }, hosts: [db.io] }
    - { port: { number: 9999, name: gone, protocol: HTTP }, hosts: [gone.io] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: every, namespace: ingress }
spec: { servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [every.io] }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: ingress }
spec:
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - { name: https.api.io, port: 443, protocol: HTTPS, hostname: api.io }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: own, namespace: ingress }
spec: { parentRefs: [{ name: edge }], hostnames: [b.io] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: other, namespace: shop }
spec:
  parentRefs: [{ name: edge, namespace: ingress, sectionName: https.api.io }, { name: edge }]
  hostnames: [api.io]
`,
  "cluster.yaml",
);
const at = (service: string, port: number, local: number) => ({
  namespace: "ingress",
  service,
  port,
  local,
  address: "10.250.0.101",
});

it("gives a line for each host and port that is on loopback", () => {
  const ports = [
    at("public", 80, 8080),
    at("public", 443, 8443),
    at("public", 8443, 18_443),
    at("public", 5432, 5432),
    at("edge-istio", 80, 8081),
    at("edge-istio", 443, 8444),
    at("reviews", 80, 1),
  ];
  expect(formatGatewayCalls(manifests, ports)).toEqual([
    "curl -H 'Host: www.a.io' http://127.0.0.1:8080/",
    "curl --connect-to www.a.io:443:127.0.0.1:8443 https://www.a.io/",
    "curl --connect-to any.shop.io:443:127.0.0.1:8443 https://any.shop.io/",
    "curl --connect-to own.io:8443:127.0.0.1:18443 https://own.io:8443/",
    "curl -H 'Host: b.io' http://127.0.0.1:8081/",
    "curl --connect-to api.io:443:127.0.0.1:8444 https://api.io/",
  ]);
});

it("gives none where nothing is served", () => {
  expect(formatGatewayCalls([], [at("public", 80, 8080)])).toEqual([]);
  expect(formatGatewayCalls(manifests, [])).toEqual([]);
});
