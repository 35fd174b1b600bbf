// Does not prove that the kubelet's probe fails.
import { expect, it } from "vitest";
import { strictProbes } from "../../../../src/analysis/rules/peer-authentication/strict-probes.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds probes that mutual TLS cuts off", () => {
  expect(analyzeFixture(strictProbes, "good")).toEqual([]);
  expect(analyzeFixture(strictProbes, "bad")).toEqual([
    "mesh.yaml:10:54: error MESH0336: the readinessProbe fails: it has no certificate, is not rewritten, and PeerAuthentication default.shop lets nothing else in; remove the annotation, so that injection rewrites the probes",
    "mesh.yaml:26:55: error MESH0336: the livenessProbe fails: it has no certificate, is not rewritten, and PeerAuthentication default.shop lets nothing else in; remove the annotation, so that injection rewrites the probes",
  ]);
});
