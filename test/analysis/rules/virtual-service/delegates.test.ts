// Does not prove that istiod leaves them out: it is read from its source.
import { expect, it } from "vitest";
import { delegates } from "../../../../src/analysis/rules/virtual-service/delegates.js";
import { analyzeFixture, analyzeText } from "../../analyze-text.js";

it("finds delegates that istiod leaves out, and routes of them that contradict their root", () => {
  expect(analyzeFixture(delegates, "good")).toEqual([]);
  expect(analyzeFixture(delegates, "bad")).toEqual([
    'mesh.yaml:8:19: error IST0101: there is no VirtualService shop/carts; did you mean "shop/cart"?; this route is left out; name an existing object, or declare the named one',
    "mesh.yaml:10:7: error MESH0346: VirtualService shop/pay is not exported to namespace istio-system by its exportTo, and this route is left out; add istio-system to exportTo of shop/pay",
    "mesh.yaml:12:7: error MESH0346: VirtualService shop/hosted has hosts, so nothing can be delegated to it, and this route is left out; remove the hosts of shop/hosted, or route to its destinations here",
    "mesh.yaml:16:11: warning MESH0347: match 1 leads nowhere: no match of the routes of cart.shop is within it; start the delegate's matches with those of the route that delegates to it",
    "mesh.yaml:17:11: warning MESH0347: match 2 leads nowhere: no match of the routes of cart.shop is within it; start the delegate's matches with those of the route that delegates to it",
    'mesh.yaml:42:43: warning MESH0347: this route is left out where root.istio-system delegates to it by http[3]: uri {"prefix":"/items"} is not within any match there; start the delegate\'s matches with those of the route that delegates to it',
    'mesh.yaml:44:15: warning MESH0347: this route is left out where root.istio-system delegates to it by http[3]: uri {"prefix":"/v2"} is not within any match there; start the delegate\'s matches with those of the route that delegates to it',
    'mesh.yaml:59:15: warning MESH0347: this route is left out where single.shop delegates to it by http[0]: uri {"regex":"/single/.*"} is not within uri {"prefix":"/single"} there; start the delegate\'s matches with those of the route that delegates to it',
  ]);
});

it("goes by the default of the mesh where a delegate says nothing", () => {
  const text = [
    "root: [{ delegate: { name: leaf, namespace: shop } }]",
    "leaf: [{ route: [{ destination: { host: cart } }] }]",
  ]
    .map((one, index) => {
      const [name = "", http = ""] = one.split(/: (.*)/);
      const hosts = index === 0 ? ", hosts: [shop.example.org]" : "";
      const metadata = `{ name: ${name}, namespace: ${index === 0 ? "edge" : "shop"} }`;
      return `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: ${metadata}\nspec: { http: ${http}${hosts} }`;
    })
    .join("\n---\n");
  const check = (defaultVirtualServiceExportTo: string[]) =>
    analyzeText(delegates, text, { mesh: { config: { defaultVirtualServiceExportTo } } }).map(({ message }) => message);
  expect(check(["*"])).toEqual([]);
  expect(check(["edge"])).toEqual([]);
  expect(check(["."])).toEqual([
    "VirtualService shop/leaf is not exported to namespace edge by defaultVirtualServiceExportTo of the mesh configuration, and this route is left out",
  ]);
});
