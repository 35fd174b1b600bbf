// Does not prove that a controller has no proxy: its pods may be given one.
import { expect, it } from "vitest";
import { strictEntrances } from "../../../../src/analysis/rules/peer-authentication/strict-entrances.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds ways from outside to pods that take mutual TLS alone", () => {
  expect(analyzeFixture(strictEntrances, "good")).toEqual([]);
  expect(analyzeFixture(strictEntrances, "bad")).toEqual([
    "mesh.yaml:29:35: warning MESH0334: callers from outside have no certificate of the mesh, and the pods of front.shop take mutual TLS alone at port 80, by PeerAuthentication default.shop; route them through a gateway of the mesh, or make the PeerAuthentication of that port PERMISSIVE",
    "mesh.yaml:42:53: warning MESH0334: the controller of class nginx calls without a certificate of the mesh unless its pods have a proxy, and the pods of orders.shop take mutual TLS alone at port 80, by PeerAuthentication default.shop; route them through a gateway of the mesh, or make the PeerAuthentication of that port PERMISSIVE",
    "mesh.yaml:49:3: warning MESH0334: the controller of class nginx calls without a certificate of the mesh unless its pods have a proxy, and the pods of orders.shop take mutual TLS alone at port 80, by PeerAuthentication default.shop; route them through a gateway of the mesh, or make the PeerAuthentication of that port PERMISSIVE",
  ]);
});
