// Does not prove what Istio does with the objects: the rules' own tests say what each finding means.
import { expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { planLoaded } from "../../src/plan/plan.js";
import { loadPolicies } from "../../src/policy/documents/load.js";
import { loadManifests } from "../../src/text/manifest-text.js";
import { testMesh } from "../policy/compile-text.js";

const app = (name: string, template = "") => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  template:
    metadata: { labels: { app: ${name} } }
    spec: { serviceAccountName: ${name}, ${template}containers: [{ name: app, image: example/app:1 }] }
`;
const namespace = (labels: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }\n`;

/** What a document is told, without infos. */
function plan(document: string, declared: readonly string[], providers: readonly object[] = []): string[] {
  const { findings } = planLoaded(loadPolicies({ "shop.yaml": document }), {
    declared: loadManifests(declared.join("\n---\n"), "apps.yaml").manifests,
    mesh: { ...testMesh, extensionProviders: undefined },
    knowledge: providers.length === 0 ? {} : { config: { extensionProviders: providers } },
  });
  return findings.filter(({ level, file }) => level !== "info" && file === "shop.yaml").map(formatFinding);
}

const injected = [namespace("istio-injection: enabled"), app("cart"), app("web")];
const ambient = namespace("istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint");
const waypoint = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`;
const published = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: istio-system }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.org] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart-public, namespace: shop }
spec:
  hosts: [shop.example.org]
  gateways: [istio-system/public]
  http: [{ route: [{ destination: { host: cart } }] }]
`;

it("says of documents what their objects would do, at their place", () => {
  expect({
    token: plan("service: shop/cart\naccess: { allow: [{ claims: { sub: ['*'] } }] }\n", injected),
    mtls: plan("service: shop/cart\nmtls: { mode: STRICT }\n", [namespace("istio-injection: disabled"), app("cart")]),
    host: plan("namespace: shop\nmtls: { mode: STRICT }\n", [
      namespace("istio-injection: enabled"),
      app("cart", "hostNetwork: true, "),
    ]),
    address: plan("service: shop/cart\naccess: { allow: [{ ipBlocks: [203.0.113.0/24] }] }\n", [
      ...injected,
      published,
    ]),
    waypoint: plan("service: shop/cart\naccess: { allow: [{ from: [shop/web] }] }\n", [
      ambient,
      waypoint,
      app("cart"),
      app("web"),
    ]),
    provider: plan("service: shop/cart\nexternalAuthorization: { provider: opa }\n", injected, [
      { name: "oauth2", envoyExtAuthzHttp: { service: "oauth2.auth.example.com", port: 4180 } },
    ]),
  }).toEqual({
    token: [
      "shop.yaml:2:1: warning MESH0364: no RequestAuthentication checks tokens for Deployment cart.shop, so this rule lets no request in; make a RequestAuthentication for these pods with the issuer in `jwtRules`",
    ],
    mtls: [
      "shop.yaml:2:1: warning IST0127: the namespace shop has no pods with app=cart that have a proxy, so this is in force nowhere; correct its namespace or selector, or inject sidecars into the intended pods",
    ],
    host: [
      "shop.yaml:2:1: warning IST0127: the namespace shop has no pods that have a proxy, which pods of hostNetwork never get, so this is in force nowhere; leave out hostNetwork, or this policy",
    ],
    address: [
      "shop.yaml:2:1: warning MESH0366: requests come to cart.shop through Gateway public.istio-system, so 203.0.113.0/24 is compared with the addresses of the gateway's pods; put the rule on the gateway, or use remoteIpBlocks with numTrustedProxies",
    ],
    waypoint: [
      "shop.yaml:2:1: error MESH0362: what is for Service cart.shop comes to the pods of Deployment cart from the waypoint shop/waypoint, so this rule allows none of it; allow the principal cluster.local/ns/shop/sa/waypoint here, and say who may call by a policy with targetRefs of kind Service, which the waypoint keeps to",
    ],
    provider: [
      "shop.yaml:2:1: error MESH0203: the mesh has no extension provider opa, so every request is refused; known are oauth2; name one of `extensionProviders` of the mesh configuration, or add it there",
    ],
  });
});

it("says nothing of the same documents where these do what they say", () => {
  const jwt = "jwt: { rules: [{ issuer: https://issuer.example }] }\n";
  const principals = "principals: [cluster.local/ns/shop/sa/waypoint]";
  const providers = [{ name: "opa", envoyExtAuthzGrpc: { service: "opa.auth.example.com", port: 9191 } }];
  expect([
    plan(`service: shop/cart\n${jwt}access: { allow: [{ claims: { sub: ['*'] } }] }\n`, injected),
    plan("service: shop/cart\nmtls: { mode: STRICT }\n", injected),
    plan("service: shop/cart\naccess: { allow: [{ ipBlocks: [203.0.113.0/24] }] }\n", injected),
    plan(`service: shop/cart\naccess: { allow: [{ from: [shop/web], ${principals} }] }\n`, [
      ambient,
      waypoint,
      app("cart"),
      app("web"),
    ]),
    plan("service: shop/cart\nexternalAuthorization: { provider: opa }\n", injected, providers),
  ]).toEqual([[], [], [], [], []]);
});
