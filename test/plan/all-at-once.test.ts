// Does not prove that every kind of mistake is found beside others: these are of different kinds, in several files.
import { expect, it } from "vitest";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { planLoaded } from "../../src/plan/plan.js";
import { loadPolicies } from "../../src/policy/documents/load.js";
import { shop, testMesh } from "../policy/compile-text.js";

const reviews = `service: shop/reviews
versions: { v1: { version: v1 }, v2: { version: 2 } }
tiemout: 3s
routes:
  - { name: a, match: [{ headers: { x: { exact: a } } }], to: { v9: 100 } }
  - { name: b, match: [{ headers: { x: { exact: b } } }], to: { v1: 60, v2: 50 } }
  - { name: c, to: { v1: 100 }, retries: { attempts: many } }
access: { allow: [{ from: [shop/nobody] }] }
expose: [{ gateway: ingress/publik, hosts: [a.example] }]
calls: [shop/rating]
---
service: shop/ratings
timeout: soon
---
namespace: shopp
mtls: { mode: STRICT }
---
namespace: shop
mtls: { mode: STRIKT }
---
service: shop/reviws
timeout: 1s
`;
const pages = `service: shop/productpage
routes: [{ name: x, to: { v1: 100 } }]
externalAuthorization: { provider: nobody }
---
service: shop/productpage
timeout: 2s
---
services: shop/mixed
timeout: 1s
---
service: shop/database
retries: { attempts: 2 }
`;
const objects = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: slip, namespace: shop }
spec:
  hosts: [slip.example]
  gateways: [nowhere]
  http:
    - route:
        - { destination: { host: nobody }, weight: 50 }
        - { destination: { host: reviews, subset: v2 }, weight: 40 }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: slip, namespace: shop }
spec: { host: noone }
`;
const broken = "service: shop/cart\naccess: [\n";

const find = (files: Record<string, string>, declared: readonly Manifest[] = shop) => {
  const mesh = { ...testMesh, namespaces: ["shop"] };
  const { findings } = planLoaded(loadPolicies(files), { declared, mesh });
  const serious = findings.filter(({ level, file }) => level !== "info" && file !== "shop.yaml");
  return serious.map(({ file = "", line = 0, code }) => `${file}:${line} ${code}`).sort();
};

it("says all mistakes of all files in one run, and nothing that only follows from them", () => {
  expect(find({ "a.yaml": reviews, "b.yaml": pages, "c.yaml": objects, "d.yaml": broken })).toEqual([
    "a.yaml:10 MESH0203",
    "a.yaml:13 MESH0201",
    "a.yaml:15 MESH0263",
    "a.yaml:19 MESH0201",
    "a.yaml:2 MESH0162",
    "a.yaml:21 MESH0262",
    "a.yaml:3 MESH0201",
    "a.yaml:5 MESH0203",
    "a.yaml:6 MESH0206",
    "a.yaml:7 MESH0201",
    "a.yaml:8 MESH0203",
    "a.yaml:9 MESH0203",
    "b.yaml:12 MESH0204",
    "b.yaml:2 MESH0203",
    "b.yaml:3 MESH0203",
    "b.yaml:5 MESH0202",
    "b.yaml:8 MESH0201",
    "c.yaml:15 IST0174",
    "c.yaml:6 IST0101",
    "c.yaml:8 MESH0311",
    "c.yaml:9 IST0101",
    "d.yaml:3 MESH0201",
  ]);
});

it("judges a document without the parts that are refused, each finding at its place", () => {
  const text = `service: shop/reviews
versions: { v1: { version: v1 } }
routes:
  - { name: a, macth: [], to: { v1: 100 } }
  - { name: [], to: { v1: 100 } }
  - { name: c, match: [{ port: 1 }], to: { v8: 100 } }
`;
  expect(find({ "a.yaml": text })).toEqual([
    "a.yaml:4 MESH0201",
    "a.yaml:5 MESH0201",
    "a.yaml:6 MESH0203",
    "a.yaml:6 MESH0203",
  ]);
});

it("says nothing of what a part that is refused may have named", () => {
  const versions =
    "service: shop/reviews\nversions: { v1: { version: 1 }, v2: { version: v2 } }\nroutes: [{ name: a, to: { v1: 90, v2: 10 } }]\n";
  expect(find({ "a.yaml": versions })).toEqual(["a.yaml:2 MESH0162"]);
  const weight =
    "service: shop/reviews\nversions: { v1: { version: v1 }, v2: { version: v2 } }\nroutes: [{ name: a, to: { v1: 90, v2: ten } }]\n";
  expect(find({ "a.yaml": weight })).toEqual(["a.yaml:3 MESH0201"]);
  const slip =
    "service: shop/reviews\nloadBalancer: { localityLbSetting: { failover: [{ from: a, to: b }] } }\noutlierDetectoin: {}\n";
  expect(find({ "a.yaml": slip })).toEqual(["a.yaml:3 MESH0201"]);
});

it("says nothing of names that an unreadable file may have", () => {
  const caller = "service: shop/reviews\ncalls: [shop/cart]\nmirror: { to: shop/crat }\ntimeout: soon\n";
  const [call, form, syntax] = ["a.yaml:3 MESH0203", "a.yaml:4 MESH0201", "d.yaml:3 MESH0201"];
  expect(find({ "a.yaml": caller, "d.yaml": broken })).toEqual([call, form, syntax]);
  const service = "apiVersion: v1\nkind: Service\nmetadata: { name: cart, namespace: shop\n";
  const seen = find({ "a.yaml": caller, "c.yaml": objects, "d.yaml": service });
  expect(seen).toEqual([form, expect.stringMatching(/^d\.yaml:\d+ MESH0201$/)]);
});
