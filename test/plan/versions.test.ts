// What versions of a mesh say to its documents. Does not prove what an older Istio does with the objects.
import { describe, expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { computeStackSurroundings, type StackSettings } from "../../src/plan/mesh-of-stack.js";
import { planLoaded } from "../../src/plan/plan.js";
import { loadPolicies } from "../../src/policy/documents/load.js";
import { loadManifests } from "../../src/text/manifest-text.js";

const service = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web, sidecar.istio.io/inject: "true" } }, spec: { containers: [{ name: a }] } } }
`;
const definition = (version: string, channel = "standard") => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: gateways.gateway.networking.k8s.io
  annotations: { gateway.networking.k8s.io/bundle-version: v${version}, gateway.networking.k8s.io/channel: ${channel} }
spec: { group: gateway.networking.k8s.io, names: { kind: Gateway }, versions: [] }
`;

function plan(text: string, settings: StackSettings, definitions: string[] = [], wanted = "error"): string[] {
  const surroundings = computeStackSurroundings(
    { ...settings, applications: { web: { namespace: "shop" } } },
    { web: loadManifests(service, "web.yaml").manifests },
    definitions.flatMap((one) => loadManifests(one, "crd.yaml").manifests),
  );
  const { findings } = planLoaded(loadPolicies({ "shop.yaml": text }), surroundings);
  return findings.filter(({ level }) => level === wanted).map(formatFinding);
}

const document = `service: shop/web
loadBalancer: { zoneAwareLbSetting: {} }
calls: [{ host: "*.example.com", port: 443 }]
access: { allow: [{ trustDomains: [a.example] }] }
`;

it("finds what documents have too early, each where it stands", () => {
  expect(plan(document, {})).toEqual([]);
  expect(plan(document, { controlPlane: { version: "1.30.1" } })).toEqual([
    "shop.yaml:2:1: error MESH0270: `spec.trafficPolicy.loadBalancer.zoneAwareLbSetting` needs Istio 1.31, and the mesh has 1.30.1; upgrade to Istio 1.31 or later, or remove it",
    "shop.yaml:4:1: error MESH0270: `spec.rules[0].from[0].source.trustDomains` needs Istio 1.30.2, and the mesh has 1.30.1; upgrade to Istio 1.30.2 or later, or remove it",
  ]);
});

it("warns of zones that the proxies do not know", () => {
  const proxyMetadata = { ISTIO_META_ENABLE_SELF_DISCOVERY: "true" };
  const zones = "service: shop/web\nloadBalancer: { zoneAwareLbSetting: {} }\n";
  const told = { controlPlane: { meshConfig: { defaultConfig: { proxyMetadata } } } };
  expect(plan(zones, told, [], "warning")).toEqual([]);
  expect(plan(zones, {}, [], "warning")).toEqual([
    'shop.yaml:2:1: warning MESH0273: zoneAwareLbSetting keeps requests in their region alone, and in no zone, since no proxy has ISTIO_META_ENABLE_SELF_DISCOVERY; set `defaultConfig.proxyMetadata.ISTIO_META_ENABLE_SELF_DISCOVERY` of the mesh configuration to "true"',
  ]);
});

it("takes several providers where istiod has its variable", () => {
  const envoyExtAuthzHttp = { service: "authz.auth.svc.cluster.local", port: 80 };
  const extensionProviders = ["one", "two"].map((name) => ({ name, envoyExtAuthzHttp }));
  const text =
    "service: shop/web\nexternalAuthorization: [{ provider: one, paths: [/a] }, { provider: two, paths: [/b] }]\n";
  const controlPlane = { meshConfig: { extensionProviders } };
  const env = { PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS: "true" };
  expect(plan(text, { controlPlane: { ...controlPlane, env } })).toEqual([]);
  expect(plan(text, { controlPlane: { ...controlPlane, values: { istiod: { env } } } })).toEqual([]);
  expect(plan(text, { controlPlane })).toEqual([
    'shop.yaml:2:1: error MESH0272: it asks two, and AuthorizationPolicy web.external-authorization.one.shop asks one about the same pods: Istio 1.31.4 refuses what either is for; set PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS of istiod to "true", by `controlPlane.env`, or ask one provider alone',
  ]);
});

describe("retries at a gateway of the Gateway API", () => {
  const text = "service: shop/web\nretries: { attempts: 2 }\nexpose: [{ gateway: public, hosts: [a.example.com] }]\n";
  const gateways = { public: { api: "gateway-api", namespace: "ingress" } } as const;

  it.each([
    ["1.7.0", "standard", []],
    ["1.6.0", "experimental", []],
    ["1.6.0", "standard", ["shop.yaml:2:1: error MESH0253"]],
  ])("are said by definitions of %s, channel %s, or refused", (version, channel, said) => {
    const found = plan(text, { gateways }, [definition(version, channel)]);
    expect(found.map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual(said);
  });

  it("are refused where the definitions are not known", () => {
    expect(plan(text, { gateways })).toHaveLength(1);
  });
});
