// Does not prove that the selected pods have a proxy.
import { expect, it } from "vitest";
import { policySelectors } from "../../../../src/analysis/rules/object/policy-selectors.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds selectors that select nothing", () => {
  expect(analyzeFixture(policySelectors, "good")).toEqual([]);
  expect(analyzeFixture(policySelectors, "bad")).toEqual([
    "mesh.yaml:12:21: warning KIA0004: the namespace shop has no pods with app=order, so this is in force nowhere; correct its labels or namespace, or remove it",
    "mesh.yaml:17:21: warning KIA0004: the namespace shop has no pods with app=order, so this is in force nowhere; correct its labels or namespace, or remove it",
    "mesh.yaml:22:29: warning KIA0004: the namespace shop has no pods with app=order, so this is in force nowhere; correct its labels or namespace, or remove it",
    "mesh.yaml:27:21: warning KIA0004: the namespace shop has no pods with app=order, so this is in force nowhere; correct its labels or namespace, or remove it",
    "mesh.yaml:32:21: warning KIA0004: the namespace shop has no pods with app=order, so this is in force nowhere; correct its labels or namespace, or remove it",
    "mesh.yaml:37:29: warning KIA0004: the mesh has no pods with app=gone, so this is in force nowhere; correct its labels or namespace, or remove it",
    "mesh.yaml:54:21: warning IST0127: the namespace host has no pods with app=agent that have a proxy, which pods of hostNetwork never get, so this is in force nowhere; leave out hostNetwork, or this policy",
    "mesh.yaml:59:1: warning IST0127: the namespace host has no pods that have a proxy, which pods of hostNetwork never get, so this is in force nowhere; leave out hostNetwork, or this policy",
    "mesh.yaml:76:21: warning IST0127: the namespace plain has no pods with app=cart that have a proxy, so this is in force nowhere; correct its namespace or selector, or inject sidecars into the intended pods",
    "mesh.yaml:81:21: warning IST0127: the namespace plain has no pods with app=cart that have a proxy, so this is in force nowhere; correct its namespace or selector, or inject sidecars into the intended pods",
    "mesh.yaml:91:23: warning KIA0004: the namespace shop has no pods with app=legacy, so its hosts have no endpoints, and requests fail with 503; correct its labels or namespace, or remove it",
  ]);
});
