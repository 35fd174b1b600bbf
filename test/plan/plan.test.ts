// Does not prove what the single steps say: their own tests do.
import { expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { planLoaded } from "../../src/plan/plan.js";
import { loadPolicies } from "../../src/policy/documents/load.js";
import { shop, testMesh } from "../policy/compile-text.js";

const plan = (text: string, declared = shop) => {
  const { manifests, findings } = planLoaded(loadPolicies({ "shop.yaml": text }), { declared, mesh: testMesh });
  return { kinds: manifests.map(({ kind }) => kind), said: findings.map(formatFinding) };
};

it("gives the objects of documents that are right", () => {
  expect(plan("service: shop/reviews\ntimeout: 3s\n")).toEqual({ kinds: ["VirtualService"], said: [] });
});

it("analyzes the objects where documents are right, and says in which one", () => {
  const sidecar = `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec: { egress: [{ hosts: ["./*"] }], outboundTrafficPolicy: { egressProxy: { host: proxy, port: { number: 80 } }, mode: ALLOW_ANY } }
`;
  expect(plan(sidecar).said).toEqual([
    "shop.yaml:5:64: warning IST0002: outboundTrafficPolicy.egressProxy is ignored; remove it",
  ]);
});

it("says once what is wrong with a document and with what it becomes", () => {
  const text = "service: shop/reviews\nloadBalancer: { localityLbSetting: { failover: [{ from: eu-1, to: eu-2 }] } }\n";
  expect(plan(text).said).toEqual([
    "shop.yaml:2:38: warning MESH0209: failover needs outlierDetection, which shop/reviews does not have; add outlierDetection",
  ]);
  const raw = `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ratings, namespace: shop }
spec: { host: ratings, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: eu-1, to: eu-2 }] } } } }
`;
  expect(plan(`${text}---${raw}`).said.map((line) => line.split(": ", 2)[1])).toEqual([
    "warning MESH0209",
    "warning IST0133",
  ]);
});
