// Does not prove that any connection is refused: test/e2e/policy/mtls.test.ts does.
import { expect, it } from "vitest";
import { loadManifests } from "../../../src/text/manifest-text.js";
import { compileSpec, compileText, list, shop } from "../compile-text.js";

const selector = (app: string) => ({ matchLabels: { app } });

it("of a service selects its pods and names their ports, not the Service's", () => {
  const { manifests } = loadManifests(
    `
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec:
  selector: { app: cart }
  ports: [{ name: http, port: 80, targetPort: 8080 }, { name: tcp, port: 81, targetPort: admin }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  template:
    metadata: { labels: { app: cart } }
    spec: { containers: [{ name: a, ports: [{ name: admin, containerPort: 9000 }] }] }
`,
    "cart.yaml",
  );
  const text = "service: shop/cart\nmtls: { mode: STRICT, ports: { 80: PERMISSIVE, 81: DISABLE } }\n";
  const compiled = compileText(text, { declared: [...shop, ...manifests] });
  expect(compiled.said).toEqual([]);
  expect(compiled.manifests).toEqual([
    {
      apiVersion: "security.istio.io/v1",
      kind: "PeerAuthentication",
      metadata: { name: "cart", namespace: "shop" },
      spec: {
        selector: selector("cart"),
        mtls: { mode: "STRICT" },
        portLevelMtls: { 8080: { mode: "PERMISSIVE" }, 9000: { mode: "DISABLE" } },
      },
    },
  ]);
});

it("works for a service that has only TCP, and for one whose document names its labels", () => {
  expect(compileSpec("service: shop/database\nmtls: { mode: STRICT }\n", "PeerAuthentication", "database")).toEqual({
    selector: selector("database"),
    mtls: { mode: "STRICT" },
  });
  const elsewhere = "service: other/legacy\nselector: { app: old }\nmtls: { mode: DISABLE }\n";
  expect(compileSpec(elsewhere, "PeerAuthentication", "legacy")).toEqual({
    selector: selector("old"),
    mtls: { mode: "DISABLE" },
  });
});

it("of a namespace and of the mesh is their default", () => {
  const { manifests, said } = compileText(
    "namespace: shop\nmtls: { mode: STRICT }\n---\nmesh: m\nmtls: { mode: PERMISSIVE }\n",
  );
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual(["PeerAuthentication istio-system/default", "PeerAuthentication shop/default"]);
  expect(manifests.map(({ spec }) => spec as unknown)).toEqual([
    { mtls: { mode: "PERMISSIVE" } },
    { mtls: { mode: "STRICT" } },
  ]);
});

it.each([
  [
    "service: shop/mixed\nmtls: { mode: STRICT, ports: { 81: PERMISSIVE } }",
    "shop.yaml:2:32: error MESH0203: shop/mixed has no port 81; its ports are 80, 6379; correct the name, or declare it",
  ],
  [
    "service: other/legacy\nselector: { app: old }\nmtls: { mode: STRICT, ports: { 81: PERMISSIVE } }",
    "shop.yaml:3:32: error MESH0203: the ports of other/legacy are not known, since its Service is not in the stack; put its Service among the stack's manifests",
  ],
  [
    "service: other/legacy\nmtls: { mode: STRICT }",
    "shop.yaml:2:1: error MESH0207: mtls is for the pods of other/legacy, whose labels are not known; add `selector` with the labels of its pods, or put its Service among the stack's manifests",
  ],
  [
    "namespace: shop\nmtls: { mode: STRICT, ports: { 80: PERMISSIVE } }",
    "shop.yaml:2:23: error MESH0206: ports are those of one service, and this document is about many; set them in the service's own document",
  ],
  [
    "namespace: istio-system\nmtls: { mode: STRICT }",
    "shop.yaml:2:1: error MESH0206: istio-system is the root namespace: mtls there is in force in the whole mesh; move it to the document of the mesh",
  ],
  [
    "service: istio-system/tracing\nselector: { app: tracing }\nmtls: { mode: DISABLE }",
    "shop.yaml:3:1: warning MESH0209: Istio ignores mtls of a single service in the root namespace istio-system; set it for the mesh, or move the service",
  ],
  [
    "service: shop/mixed\nmtls: { mode: strict, ports: { http: STRICT } }",
    'shop.yaml:2:9: error MESH0201: `mtls.mode` is "strict"; allowed are DISABLE, PERMISSIVE, STRICT; did you mean "STRICT"?; correct the document; nothing has been changed',
  ],
])("%s is refused", (text, message) => {
  expect(compileText(`${text}\n`).said).toContain(message);
});

it("a port that no declared pod names is reported", () => {
  const service = `
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80, targetPort: web }] }
`;
  const { manifests } = loadManifests(service, "cart.yaml");
  const text = "service: shop/cart\nmtls: { mode: STRICT, ports: { 80: PERMISSIVE } }\n";
  expect(compileText(text, { declared: manifests }).said).toEqual([
    "shop.yaml:2:32: error MESH0203: port 80 of shop/cart targets a named port that no declared pod of it has; name the port in the pods, or use a number as targetPort",
  ]);
});

it.each([
  ["PERMISSIVE", "{ mode: STRICT }", true],
  ["PERMISSIVE", "{ mode: PERMISSIVE, ports: { 80: STRICT } }", true],
  ["PERMISSIVE", "{ mode: STRICT, ports: { 80: DISABLE } }", false],
  ["STRICT", "{ mode: PERMISSIVE }", false],
  ["STRICT", "{ mode: STRICT, ports: { 80: PERMISSIVE } }", false],
])("where %s is tighten-only, %s is tighter: %s", (outer, inner, isTighter) => {
  const text = `namespace: shop\nmtls: { mode: ${outer} }\ntightenOnly: [mtls]\n---\nservice: shop/mixed\nmtls: ${inner}\n`;
  const { said } = compileText(text);
  expect(said.map((line) => line.split(":").slice(0, 4).join(":"))).toEqual(
    isTighter ? [] : ["shop.yaml:6:1: error MESH0205"],
  );
});

it("names its form where a mode alone is given", () => {
  expect(compileText("service: shop/reviews\nmtls: STRICT\n").said).toEqual([
    'shop.yaml:2:1: error MESH0201: `mtls` is "STRICT"; it must be a map, as in { mode: STRICT }; correct the document; nothing has been changed',
  ]);
});
