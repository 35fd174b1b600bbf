// Which policies are for which workload. Does not prove what they say.
import { expect, it } from "vitest";
import { createAccessPolicies } from "../../src/mesh/policy-attachment.js";
import { findWorkload, indexText } from "../simulate/mesh-of-text.js";

const workloads = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web } }, spec: {} } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { gatewayClassName: istio, listeners: [] }
`;
const policy = (name: string, namespace: string, spec: string) => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
`;
const policies = [
  policy("all", "shop", "{}"),
  policy("labels", "shop", "{ selector: { matchLabels: { app: web } } }"),
  policy("others", "shop", "{ selector: { matchLabels: { app: other } } }"),
  policy("mesh", "istio-system", "{}"),
  policy("elsewhere", "other", "{}"),
  policy("target", "shop", "{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: edge }] }"),
  policy("old-target", "shop", "{ targetRef: { group: gateway.networking.k8s.io, kind: Gateway, name: edge } }"),
  policy("other-target", "shop", "{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: x }] }"),
  policy("service-target", "shop", '{ targetRefs: [{ group: "", kind: Service, name: edge }] }'),
].join("");

it.each([
  ["web", ["mesh", "all", "labels"]],
  ["edge", ["mesh", "all", "old-target", "target"]],
])("%s", (name, expected) => {
  const mesh = indexText(`${workloads}${policies}`);
  const found = mesh.ask(createAccessPolicies)(findWorkload(mesh, "shop", name));
  expect(found.map(({ manifest }) => manifest.metadata.name)).toEqual(expected);
});
