// Does not prove that a Gateway programs the route.
import { expect, it } from "vitest";
import { kubernetesRouteReferences } from "../../../src/analysis/rules/kubernetes-route-references.js";
import { analyzeFixture } from "../analyze-text.js";

it("finds Gateways and Services that are not there for a route", () => {
  expect(analyzeFixture(kubernetesRouteReferences, "good")).toEqual([]);
  expect(analyzeFixture(kubernetesRouteReferences, "bad")).toEqual([
    "mesh.yaml:26:18: error KIA1401: there is no Gateway wya in shop; correct parentRefs, or declare the Gateway",
    'mesh.yaml:26:33: error KIA1401: the Gateway shop/way has no listener htpt; did you mean "http"?; correct parentRefs, or declare the Gateway',
    "mesh.yaml:26:67: error KIA1401: the Gateway bank/own takes routes of its own namespace alone; correct parentRefs, or declare the Gateway",
    'mesh.yaml:30:25: error KIA1402: there is no Service ordres in shop; did you mean "orders"?; correct the reference, or declare what is missing',
    "mesh.yaml:30:53: error KIA1402: no ReferenceGrant in bank lets the HTTPRoute name the Service till; correct the reference, or declare what is missing",
    "mesh.yaml:31:61: error KIA1402: there is no Service mirror in shop; correct the reference, or declare what is missing",
    "mesh.yaml:39:22: error KIA1401: there is no Gateway gone in shop; correct parentRefs, or declare the Gateway",
    "mesh.yaml:39:63: error KIA1402: there is no Service gone in bank; correct the reference, or declare what is missing",
    "mesh.yaml:76:22: error KIA1401: the Gateway bank/teams takes routes of other namespaces than shop there; correct parentRefs, or declare the Gateway",
    "mesh.yaml:76:73: error KIA1401: the Gateway bank/teams takes routes of other namespaces than shop there; correct parentRefs, or declare the Gateway",
  ]);
});
