// Whose certificates proxies show. Does not prove that istiod signs them.
import { expect, it } from "vitest";
import { readIdentity } from "../../src/mesh/identities.js";
import { listAssumed } from "../../src/analysis/assumed.js";
import { findWorkload, indexText } from "../simulate/mesh-of-text.js";

const mesh = indexText(
  `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { spec: { serviceAccountName: web } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: plain, namespace: shop }
spec: { template: { spec: {} } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { gatewayClassName: istio, listeners: [] }
---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: { name: machine, namespace: shop }
spec: { address: 192.0.2.1, serviceAccount: vm }
---
apiVersion: networking.istio.io/v1
kind: WorkloadGroup
metadata: { name: machines, namespace: shop }
spec: { template: { serviceAccount: vms } }
`,
  { assumed: listAssumed("istio-system") },
);

it.each([
  ["shop", "web", { namespace: "shop", account: "web" }],
  ["shop", "plain", { namespace: "shop", account: "default" }],
  ["shop", "edge", { namespace: "shop", account: "edge-istio" }],
  ["shop", "machine", { namespace: "shop", account: "vm" }],
  ["shop", "machines", { namespace: "shop", account: "vms" }],
  ["istio-system", "istio-ingressgateway", undefined],
])("%s/%s", (namespace, name, expected) => {
  expect(readIdentity(findWorkload(mesh, namespace, name))).toEqual(expected);
});
