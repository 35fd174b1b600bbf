// Does not prove that the webhook injects the same pods.
import { expect, it } from "vitest";
import { analyzeBy } from "../../../../src/analysis/analyze.js";
import { authorizationPolicies } from "../../../../src/analysis/rules/authorization-policy/authorization-policies.js";
import { analyzeFixture, analyzeText } from "../../analyze-text.js";

it("names policies that are for no pods with a proxy, and namespaces that are not there", () => {
  expect(analyzeFixture(authorizationPolicies, "good")).toEqual([]);
  expect(analyzeFixture(authorizationPolicies, "bad")).toEqual([
    'mesh.yaml:29:40: error IST0101: no namespace is called "shpo"; did you mean "shop"?; name one that is there, or declare its Namespace',
    'mesh.yaml:30:37: error IST0101: no namespace is called "*-prod"; name one that is there, or declare its Namespace',
    "mesh.yaml:35:21: warning IST0127: the namespace shop has no pods with app=wbe,version=v1, so this is in force nowhere; correct its namespace or selector, or inject sidecars into the intended pods",
    "mesh.yaml:40:21: warning IST0127: the namespace plain has no pods with app=db that have a proxy, so this is in force nowhere; correct its namespace or selector, or inject sidecars into the intended pods",
    "mesh.yaml:44:27: warning IST0127: the namespace empty has no pods, so this is in force nowhere; correct its namespace or selector, or inject sidecars into the intended pods",
    "mesh.yaml:50:21: warning IST0127: the mesh has no pods with app=nowhere, so this is in force nowhere; correct its namespace or selector, or inject sidecars into the intended pods",
    "mesh.yaml:67:21: warning IST0127: the namespace host has no pods with app=agent that have a proxy, which pods of hostNetwork never get, so this is in force nowhere; leave out hostNetwork, or this policy",
  ]);
});

it("knows nothing of workloads and namespaces where none are declared", () => {
  const text = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, rules: [{ from: [{ source: { namespaces: [bank] } }] }] }
`;
  expect(analyzeText(authorizationPolicies, text)).toEqual([]);
});

it("does not mind objects that are malformed", () => {
  const text = `
{ apiVersion: v1, kind: Pod, metadata: { name: a, labels: 3 }, spec: { containers: [7, null], initContainers: a } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: default, labels: [a] } }
---
{ apiVersion: networking.istio.io/v1, kind: WorkloadGroup, metadata: { name: a }, spec: { metadata: a } }
---
{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: a }, spec: [a] }
---
{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: a }, spec: { selector: a, rules: [{ from: [{ source: { namespaces: [3] } }, 4] }, 5] } }
---
{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: b } }
`;
  expect(analyzeText(authorizationPolicies, text)).toEqual([]);
});

it("does not mind a program's object whose namespace is not a text", () => {
  const objects = [5, "shop"].map((namespace, index) => ({
    manifest: {
      apiVersion: index === 0 ? "v1" : "security.istio.io/v1",
      kind: index === 0 ? "Pod" : "AuthorizationPolicy",
      metadata: { name: "a", namespace: namespace as string },
      spec: { selector: { matchLabels: { app: "a" } }, rules: [{ from: [{ source: { namespaces: ["shop"] } }] }] },
    },
  }));
  const found = analyzeBy([authorizationPolicies], { objects });
  expect(found.map(({ code }) => code)).toEqual(["IST0101", "IST0127"]);
});
