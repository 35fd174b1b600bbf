// The whole way of a request, from its caller to the application. Does not prove the single decisions, nor that a real mesh takes them.
import { describe, expect, it } from "vitest";
import { formatAnswer } from "../../src/simulate/format-answer.js";
import { readRequest, type RequestText } from "../../src/simulate/read-request.js";
import { simulate } from "../../src/simulate/simulate.js";
import { indexText } from "./mesh-of-text.js";

const shop = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web } }, spec: { serviceAccountName: web } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews-v1, namespace: shop }
spec: { replicas: 3, template: { metadata: { labels: { app: reviews, version: v1 } }, spec: {} } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews-v2, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v2 } }, spec: {} } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway, namespace: edge }
spec:
  template:
    metadata: { labels: { istio: gateway } }
    spec: { serviceAccountName: gateway, containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: v1
kind: Service
metadata: { name: gateway, namespace: edge }
spec: { selector: { istio: gateway }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec: { selector: { istio: gateway }, servers: [{ hosts: [shop.example.com], port: { number: 80, name: http, protocol: HTTP } }] }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews, shop.example.com]
  gateways: [mesh, public]
  http:
    - match: [{ headers: { "@request.auth.claims.group": { exact: tester } } }]
      route: [{ destination: { host: reviews, subset: v2 } }]
    - route:
        - { destination: { host: reviews, subset: v1 }, weight: 90 }
        - { destination: { host: reviews, subset: v2 }, weight: 10 }
      timeout: 2s
`;

const policy = (spec: string, at = "shop") => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: access, namespace: ${at} }
spec: ${spec}
`;
const tokens = (at: string, rule: string) => `---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: tokens, namespace: ${at} }
spec: { jwtRules: [${rule}] }
`;

function ask(text: string, request: RequestText): string[] {
  const mesh = indexText(text);
  const read = readRequest(mesh, request);
  if ("problems" in read) throw new Error(read.problems.map(({ message }) => message).join("\n"));
  return formatAnswer(simulate(mesh, read.request)).split("\n");
}

/** The outcomes alone. */
function outcomes(text: string, request: RequestText): string[] {
  return ask(text, request).filter((line) => /^(\d+ % )?(reaches|no answer|unknown|\d+ by)/.test(line));
}

const inMesh = { from: "shop/web", to: "http://reviews/api" };
const outside = { from: "outside", to: "http://shop.example.com/api" };
const v1 = "90 % reaches Deployment shop/reviews-v1: subset v1, path /api, mutual TLS, timeout 2s, 2 retries";
const v2 = "10 % reaches Deployment shop/reviews-v2: subset v2, path /api, mutual TLS, timeout 2s, 2 retries";

describe("in the mesh", () => {
  it("the steps that all shares meet come first, then each share with its own", () => {
    expect(ask(shop, inMesh)).toEqual([
      "route: VirtualService shop/reviews has the routes of reviews.shop.svc.cluster.local (mesh.yaml:53)",
      "route: rule 1 of VirtualService shop/reviews does not match: the proxy checks no token of the request (mesh.yaml:56)",
      "route: rule 2 of VirtualService shop/reviews takes all requests (mesh.yaml:58)",
      "",
      v1,
      "  destination: goes to reviews.shop.svc.cluster.local, subset v1, 90 % of the requests (mesh.yaml:59)",
      "  destination: subset v1 of DestinationRule shop/reviews: version=v1 (mesh.yaml:47)",
      "  destination: Service shop/reviews selects Deployment shop/reviews-v1 at port 9080 (mesh.yaml:9)",
      "  tls: mutual TLS by default, because Deployment shop/reviews-v1 has a proxy",
      v2,
      "  destination: goes to reviews.shop.svc.cluster.local, subset v2, 10 % of the requests (mesh.yaml:60)",
      "  destination: subset v2 of DestinationRule shop/reviews: version=v2 (mesh.yaml:47)",
      "  destination: Service shop/reviews selects Deployment shop/reviews-v2 at port 9080 (mesh.yaml:9)",
      "  tls: mutual TLS by default, because Deployment shop/reviews-v2 has a proxy",
    ]);
  });

  it("a server refuses callers", () => {
    const allowed = policy("{ rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web] } }] }] }");
    expect(outcomes(`${shop}${allowed}`, inMesh)).toEqual([v1, v2]);
    expect(outcomes(`${shop}${allowed}`, { ...inMesh, from: "plain", to: "http://reviews.shop/api" })).toEqual([
      "75 % 403 by AuthorizationPolicy",
      "25 % 403 by AuthorizationPolicy",
    ]);
  });

  it("a token goes with the request to the server", () => {
    const claims = { iss: "https://other" };
    expect(outcomes(`${shop}${tokens("shop", "{ issuer: https://id }")}`, { ...inMesh, claims })).toEqual([
      "90 % 401 by RequestAuthentication",
      "10 % 401 by RequestAuthentication",
    ]);
  });
});

describe("through a gateway", () => {
  it("its routes count, and it calls by its own name", () => {
    const allowed = policy("{ rules: [{ from: [{ source: { serviceAccounts: [edge/gateway] } }] }] }");
    expect(outcomes(`${shop}${allowed}`, outside)).toEqual([v1, v2]);
  });

  it("its own policies come after its listener and before its routes", () => {
    const denied = policy("{ action: DENY, rules: [{ to: [{ operation: { paths: [/api] } }] }] }", "edge");
    expect(ask(`${shop}${denied}`, outside)).toEqual([
      "gateway: Gateway shop/public opens port 80 as HTTP (mesh.yaml:42)",
      "authorization: rule 1 of AuthorizationPolicy edge/access denies the request (mesh.yaml:66)",
      "",
      "403 by AuthorizationPolicy",
    ]);
  });

  it("its ports are those of the pods", () => {
    const denied = policy('{ action: DENY, rules: [{ to: [{ operation: { ports: ["8080"] } }] }] }', "edge");
    expect(outcomes(`${shop}${denied}`, outside)).toEqual(["403 by AuthorizationPolicy"]);
  });

  it("the client's address counts where it is given", () => {
    const denied = policy(
      "{ action: DENY, rules: [{ from: [{ source: { remoteIpBlocks: [192.0.2.0/24] } }] }] }",
      "edge",
    );
    expect(outcomes(`${shop}${denied}`, { ...outside, address: "192.0.2.7" })).toEqual(["403 by AuthorizationPolicy"]);
    expect(outcomes(`${shop}${denied}`, { ...outside, address: "198.51.100.7" })).toEqual([v1, v2]);
    expect(outcomes(`${shop}${denied}`, outside)).toEqual([
      "unknown: rule 1 of AuthorizationPolicy edge/access may deny the request: the address of the client is not given",
    ]);
  });

  it("claims choose a route where the gateway checks them", () => {
    const claims = { iss: "https://id", group: "tester" };
    const checked = `${shop}${tokens("edge", "{ issuer: https://id }")}`;
    expect(outcomes(checked, { ...outside, claims })).toEqual([
      "reaches Deployment shop/reviews-v2: subset v2, path /api, mutual TLS, no timeout, 2 retries",
    ]);
    expect(outcomes(shop, { ...outside, claims })).toEqual([v1, v2]);
  });

  it("a token that the gateway keeps does not come to the server", () => {
    const claims = { iss: "https://id", sub: "joe" };
    const wanted = policy('{ rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }] }');
    const both = (rule: string) => `${shop}${wanted}${tokens("edge", rule)}${tokens("shop", "{ issuer: https://id }")}`;
    expect(outcomes(both("{ issuer: https://id, forwardOriginalToken: true }"), { ...outside, claims })).toEqual([
      v1,
      v2,
    ]);
    expect(outcomes(both("{ issuer: https://id }"), { ...outside, claims })).toEqual([
      "90 % 403 by AuthorizationPolicy",
      "10 % 403 by AuthorizationPolicy",
    ]);
  });

  it("who finds no listener meets no policy", () => {
    const denied = policy("{ action: DENY, rules: [{}] }", "edge");
    expect(outcomes(`${shop}${denied}`, { ...outside, to: "http://shop.example.com:81/api" })).toEqual([
      "no answer: no Service of Deployment edge/gateway has the port 81",
    ]);
  });
});
