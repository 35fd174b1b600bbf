// Does not prove that a pod with a proxy has the name that the rule allows.
import { expect, it } from "vitest";
import { callerProxies } from "../../../../src/analysis/rules/destination-rule/caller-proxies.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds allowed callers that have no name in the mesh", () => {
  expect(analyzeFixture(callerProxies, "good")).toEqual([]);
  expect(analyzeFixture(callerProxies, "bad")).toEqual([
    'mesh.yaml:28:51: warning MESH0337: no caller has the identity "cluster.local/ns/plain/sa/job": the pods of service account job in plain have no proxy; inject sidecars into the caller\'s pods',
    'mesh.yaml:28:101: warning MESH0337: no caller has the identity "plain/job": the pods of service account job in plain have no proxy; inject sidecars into the caller\'s pods',
  ]);
});
