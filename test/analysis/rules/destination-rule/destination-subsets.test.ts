// Does not prove that istiod takes these rules: findings of it are read from its source.
import { expect, it } from "vitest";
import { destinationSubsets } from "../../../../src/analysis/rules/destination-rule/destination-subsets.js";
import { analyzeFixture, analyzeText } from "../../analyze-text.js";

it("says which subsets no DestinationRule has, and which are not exported to where they are used", () => {
  expect(analyzeFixture(destinationSubsets, "good")).toEqual([]);
  expect(analyzeFixture(destinationSubsets, "bad")).toEqual([
    'mesh.yaml:23:69: error IST0101: no DestinationRule has the subset "stable" of the host "ledger.bank.svc.cluster.local" where it is used; bank/ledger has it and exports it to bank only; name an existing object, or declare the named one',
    'mesh.yaml:25:47: error IST0101: no DestinationRule has the subset "v1" of the host "ratings"; it has none; name an existing object, or declare the named one',
    'mesh.yaml:27:55: error IST0101: no DestinationRule has the subset "v3" of the host "reviews.shop.svc.cluster.local"; it has v1, v2; did you mean "v1"?; name an existing object, or declare the named one',
    'mesh.yaml:61:72: error IST0101: no DestinationRule has the subset "v1" of the host "cart.shop.svc.cluster.local" where it is used; routing/cart has it, but proxies of namespace istio-system take DestinationRules of the namespaces istio-system, shop alone; move it into namespace shop',
    'mesh.yaml:68:72: error IST0101: no DestinationRule has the subset "v1" of the host "cart.shop.svc.cluster.local" where it is used; routing/cart has it, but proxies of namespace shop take DestinationRules of the namespaces shop, istio-system alone; move it into namespace shop',
    'mesh.yaml:82:75: error IST0101: no DestinationRule has the subset "v1" of the host "reviews.shop.svc.cluster.local" where it is used; shop/reviews has it, but for proxies of namespace client DestinationRule client/all of "*.local" takes its place; add the subset to client/all',
    'mesh.yaml:96:72: error IST0101: no DestinationRule has the subset "v1" of the host "cart.shop.svc.cluster.local" where it is used; routing/cart has it, but proxies of namespace istio-system take DestinationRules of the namespaces istio-system, shop alone; move it into namespace shop',
  ]);
});

it("goes by the default of the mesh where a DestinationRule says nothing", () => {
  const text = `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: client }
spec:
  hosts: [reviews.shop.svc.cluster.local]
  http: [{ route: [{ destination: { host: reviews.shop.svc.cluster.local, subset: v1 } }] }]
`;
  const check = (defaultDestinationRuleExportTo: string[]) =>
    analyzeText(destinationSubsets, text, { mesh: { config: { defaultDestinationRuleExportTo } } }).map(
      ({ message }) => message,
    );
  expect(check(["*"])).toEqual([]);
  // Only "." and "*" count in this default.
  expect(check(["elsewhere"])).toEqual([]);
  expect(check(["."])).toEqual([
    'no DestinationRule has the subset "v1" of the host "reviews.shop.svc.cluster.local" where it is used; shop/reviews has it and exports it to shop only',
  ]);
});
