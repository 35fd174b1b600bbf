// Does not prove what is said of objects that are written by hand: the rules' own tests do.
import { expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { planPolicies } from "../../src/plan/policy-plan.js";
import { loadManifests } from "../../src/text/manifest-text.js";
import { shop } from "../policy/compile-text.js";

const gateways = { public: { namespace: "ingress", labels: { istio: "public" } } };
const say = (text: string, applications = shop) => {
  const providerHosts = ["zipkin.istio-system.svc.cluster.local"];
  const { findings } = planPolicies({ documents: { "shop.yaml": text }, applications, gateways, providerHosts });
  return findings.filter(({ level }) => level !== "info").map(formatFinding);
};
const ofRoot = loadManifests(
  "apiVersion: v1\nkind: Service\nmetadata: { name: other, namespace: istio-system }\nspec: { ports: [{ name: http, port: 80 }] }\n",
  "root.yaml",
).manifests;

it("says nothing of the hosts of the mesh's providers, which a Sidecar of ours keeps in reach", () => {
  expect(say("service: shop/reviews\ncalls: [shop/ratings]\n", [...shop, ...ofRoot])).toEqual([]);
  const written =
    "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: { name: default, namespace: shop }\nspec: { egress: [{ hosts: [istio-system/zipkin.istio-system.svc.cluster.local] }] }\n";
  expect(say(written, [...shop, ...ofRoot]).map((line) => line.split(": ")[1])).toEqual(["warning KIA1004"]);
});

const expose = "expose: [{ gateway: ingress/public, hosts: [a.example], paths: [/api] }]\n";
const routes = (match: string) => `routes: [{ name: one, match: [{ uri: ${match} }], timeout: 1s }, { name: two }]\n`;

it("says nothing of routes that come to the same under the one path that a gateway has", () => {
  expect(say(`service: shop/reviews\n${routes("{ prefix: /api }")}${expose}`)).toEqual([]);
  expect(say(`service: shop/reviews\n${routes("{ prefix: / }")}${expose}`)).toEqual([]);
});

it("says once, at the document, which of its routes is never used", () => {
  const same =
    "routes: [{ name: one, match: [{ uri: { prefix: /api } }] }, { name: two, match: [{ uri: { prefix: /api } }], timeout: 1s }, { name: three }]\n";
  expect(say(`service: shop/reviews\n${same}${expose}`).map((line) => line.split(": ").slice(0, 2))).toEqual([
    ["shop.yaml:2:1", "warning IST0130"],
  ]);
});
