// Does not prove that istiod routes so: rules that use it are compared with istioctl beside their fixtures.
import { describe, expect, it } from "vitest";
import { analyzeBy } from "../../src/analysis/analyze.js";
import { createHosts, type Hosts } from "../../src/mesh/hosts.js";
import { loadPolicies } from "../../src/policy/documents/load.js";

const text = `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ports: [{ port: 80 }, { port: 9090 }] }
---
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: bank, annotations: { networking.istio.io/exportTo: "., audit" } }
spec: { ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: vault, namespace: bank, annotations: { networking.istio.io/exportTo: "~" } }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: payments, namespace: shop }
spec: { hosts: [api.payments.example], ports: [{ number: 443 }] }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: payments-more, namespace: bank }
spec: { hosts: [api.payments.example], ports: [{ number: 8443 }], exportTo: [shop] }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: wide, namespace: shop }
spec: { hosts: ["*.example"] }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: wide-eu, namespace: shop }
spec: { hosts: ["*.eu.example"], exportTo: ["."] }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: broken, namespace: shop }
spec: { hosts: nothing, ports: 3, exportTo: { a: 1 } }
`;

function load(config: Record<string, unknown> = {}): Hosts {
  const { manifests: objects } = loadPolicies({ "mesh.yaml": text });
  let hosts: Hosts | undefined;
  const check = (context: Parameters<typeof createHosts>[0]) => {
    hosts = createHosts(context);
  };
  analyzeBy([{ name: "hosts", codes: [], reads: ["Service", "networking.istio.io/ServiceEntry"], check }], {
    objects,
    mesh: { config },
  });
  return hosts!;
}

const hosts = load();

describe("what a name stands for", () => {
  it.each([
    ["reviews", "shop", ["Service reviews"]],
    ["reviews", "bank", []],
    ["reviews.shop.svc.cluster.local", "bank", ["Service reviews"]],
    ["reviews.shop", "shop", []],
    ["reviews.shop.svc", "shop", []],
    ["ledger", "bank", ["Service ledger"]],
    ["ledger.bank.svc.cluster.local", "audit", ["Service ledger"]],
    ["ledger.bank.svc.cluster.local", "shop", []],
    ["vault", "bank", []],
    ["api.payments.example", "bank", ["ServiceEntry payments"]],
    ["api.payments.example", "shop", ["ServiceEntry payments-more", "ServiceEntry payments"]],
    ["other.example", "bank", ["ServiceEntry wide"]],
    ["a.eu.example", "bank", ["ServiceEntry wide"]],
    ["a.eu.example", "shop", ["ServiceEntry wide-eu"]],
    ["*.eu.example", "shop", ["ServiceEntry wide-eu"]],
    ["example", "shop", []],
    ["", "shop", []],
  ])("%s in %s", (name, namespace, expected) => {
    const found = hosts.find(name, namespace).map(({ object: { manifest } }) => manifest);
    expect(found.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(expected);
  });

  it("is what any of the namespaces sees", () => {
    expect(hosts.find("ledger.bank.svc.cluster.local", "shop", ["shop", "audit"])).toHaveLength(1);
  });

  it("has the ports of its object", () => {
    expect(hosts.find("reviews", "shop").map(({ ports }) => ports)).toEqual([[80, 9090]]);
  });

  it("is seen where the mesh's default says, except where an object says otherwise", () => {
    const own = load({ defaultServiceExportTo: ["."] });
    expect(own.find("reviews.shop.svc.cluster.local", "bank")).toEqual([]);
    expect(own.find("reviews", "shop")).toHaveLength(1);
    expect(own.find("ledger.bank.svc.cluster.local", "audit")).toHaveLength(1);
  });
});

it.each([
  ["ledger.bank.svc.cluster.local", "shop", "; Service bank/ledger has it and exports it to audit, bank only"],
  ["vault", "bank", "; Service bank/vault has it and exports it to no namespace"],
  [
    "reviews.shop",
    "shop",
    '; Istio takes no other short form than a name alone, write "reviews.shop.svc.cluster.local"',
  ],
  [
    "reviews.shop.svc",
    "x",
    '; Istio takes no other short form than a name alone, write "reviews.shop.svc.cluster.local"',
  ],
  ["review", "shop", '; did you mean "reviews"?'],
  ["reviws.shop.svc.cluster.local", "x", '; did you mean "reviews.shop.svc.cluster.local"?'],
  ["api.payment.example", "x", '; did you mean "api.payments.example"?'],
  ["zzz", "shop", ""],
])("explains %s in %s", (name, namespace, expected) => {
  expect(hosts.explain(name, namespace)).toBe(expected);
});

it("lists what falls under a wildcard, of what is seen", () => {
  const under = (name: string, from: string) => hosts.listUnder(name, [from]).map(({ host }) => host);
  expect(under("*.payments.example", "shop")).toEqual(["api.payments.example", "api.payments.example"]);
  expect(under("*.example", "bank")).toEqual(["api.payments.example", "*.example"]);
  expect(under("*.nothing.local", "shop")).toEqual([]);
});
