// The compiler checks this file: what is marked as an error must be one. Does not prove that the types are those of the Istio
// that is installed: they are of Istio 1.29, and the API server has the last word.
import { expect, it } from "vitest";
import { meshObject } from "../src/objects.js";
import { compile } from "../src/policy/compile.js";
import { loadPolicies } from "../src/policy/documents/load.js";
import { testMesh } from "./policy/compile-text.js";

const route = meshObject({
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: "reviews", namespace: "shop" },
  spec: { hosts: ["reviews"], http: [{ route: [{ destination: { host: "reviews", subset: "v1" } }] }] },
});

it("goes the way of the policies beside it", () => {
  const grpc = meshObject({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GRPCRoute",
    metadata: { name: "ratings", namespace: "shop" },
    spec: { parentRefs: [{ name: "public" }], rules: [{ backendRefs: [{ name: "ratings", port: 50051 }] }] },
  });
  const loaded = loadPolicies({ "objects.ts": [route, grpc], "shop.yaml": { service: "shop/details", timeout: "3s" } });
  const { manifests, findings } = compile({ ...loaded, declared: [], mesh: testMesh });
  expect([...loaded.findings, ...findings]).toEqual([]);
  expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    "GRPCRoute ratings",
    "VirtualService details",
    "VirtualService reviews",
  ]);
  expect(manifests).toContainEqual(route);
});

it("has what came with Istio 1.30 and with the Gateway API 1.5 and 1.6", () => {
  const metadata = { name: "later", namespace: "shop" };
  const objects = [
    meshObject({
      apiVersion: "extensions.istio.io/v1alpha1",
      kind: "TrafficExtension",
      metadata,
      spec: { phase: "STATS", lua: { inlineCode: "function envoy_on_request(handle) end" } },
    }),
    meshObject({
      apiVersion: "extensions.istio.io/v1alpha1",
      kind: "TrafficExtension",
      metadata: { ...metadata, name: "wasm" },
      spec: {
        wasm: { url: "oci://registry.example/filter:1", failStrategy: "FAIL_OPEN" },
        match: [{ mode: "SERVER" }],
      },
    }),
    meshObject({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "TCPRoute",
      metadata,
      spec: { parentRefs: [{ name: "public" }], rules: [{ backendRefs: [{ name: "database", port: 5432 }] }] },
    }),
    meshObject({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "UDPRoute",
      metadata,
      spec: { parentRefs: [{ name: "public" }], rules: [{ backendRefs: [{ name: "dns", port: 53 }] }] },
    }),
    meshObject({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "ListenerSet",
      metadata,
      spec: { parentRef: { name: "public" }, listeners: [{ name: "own", port: 8443, protocol: "HTTP" }] },
    }),
    meshObject({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "BackendTLSPolicy",
      metadata,
      spec: {
        targetRefs: [{ group: "", kind: "Service", name: "database" }],
        validation: { hostname: "database.example.com", wellKnownCACertificates: "System" },
      },
    }),
  ];
  const { manifests, findings } = loadPolicies({ "objects.ts": objects });
  expect(findings).toEqual([]);
  expect(manifests.map(({ manifest }) => manifest)).toEqual(objects);
  meshObject({
    apiVersion: "extensions.istio.io/v1alpha1",
    kind: "TrafficExtension",
    metadata,
    // @ts-expect-error it is WebAssembly or Lua
    spec: { phase: "STATS" },
  });
  // @ts-expect-error TCPRoute of the experimental channel has another version, which standard definitions do not have
  meshObject({ apiVersion: "gateway.networking.k8s.io/v1alpha2", kind: "TCPRoute", metadata, spec: { rules: [] } });
});

it("knows the kinds' fields", () => {
  meshObject({
    apiVersion: "networking.istio.io/v1",
    kind: "DestinationRule",
    metadata: { name: "reviews" },
    // @ts-expect-error a host is a text
    spec: { host: 5 },
  });
  // @ts-expect-error there is no such kind
  meshObject({ apiVersion: "networking.istio.io/v1", kind: "VirtualServices", metadata: { name: "reviews" } });
  // @ts-expect-error an object has a name
  meshObject({ apiVersion: "networking.istio.io/v1", kind: "Sidecar", metadata: {} });
});
