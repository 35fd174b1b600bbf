// Does not prove that istiod scopes so: the live proof of simulation sends such requests.
import { describe, expect, it } from "vitest";
import type { MeshRequest } from "../../../src/simulate/request.js";
import { createService, createVirtualService, send, summarize } from "./meshes.js";

const services = [
  createService("shop", "reviews"),
  createService("ops", "audit"),
  createService("ops", "raw", "[{ name: tcp, port: 90 }]"),
];
const audit = { host: "audit.ops" };
const reached = "100 % audit.ops.svc.cluster.local:80/";
const passed = `${reached}, not by a proxy`;
const kept = "100 % 502 noRoute";

function createSidecar(namespace: string, spec: string, name = "default", created = ""): string {
  return `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: ${name}, namespace: ${namespace}${created === "" ? "" : `, creationTimestamp: "${created}"`} }
spec: ${spec}`;
}

const egress = (hosts: string, rest = "") => `{ egress: [{ hosts: [${hosts}] }]${rest} }`;
const only = ", outboundTrafficPolicy: { mode: REGISTRY_ONLY }";

describe("the hosts of a Sidecar", () => {
  it.each<[string, string]>([
    ["'*/*'", reached],
    ["'ops/*'", reached],
    ["'ops/*', './*'", reached],
    ["'./*'", passed],
    ["'./*', '*/audit.ops.svc.cluster.local'", reached],
    ["'./*', '*/*.ops.svc.cluster.local'", reached],
    ["'./*', 'shop/audit.ops.svc.cluster.local'", passed],
    ["'*/*', '~ops/*'", passed],
    ["'*/*', '~*/audit.ops.svc.cluster.local'", passed],
  ])("%s", (hosts, expected) => {
    expect(summarize(send([...services, createSidecar("shop", egress(hosts))], audit))).toEqual([expected]);
  });
});

describe("what is not in scope", () => {
  it.each<[string, string, Partial<MeshRequest>, string]>([
    ["is answered by 502 where the proxy reads HTTP at the port", egress("'./*'", only), audit, kept],
    [
      "is closed at a port that nothing in scope has",
      egress("'./*'", only),
      { ...audit, port: 8080 },
      "100 % broken: the caller's proxy closes the connection to audit.ops.svc.cluster.local:8080",
    ],
    [
      "is closed where the client speaks TLS",
      egress("'./*'", only),
      { ...audit, scheme: "https" },
      "100 % broken: the caller's proxy closes the connection to audit.ops.svc.cluster.local:80",
    ],
    ["is kept back by a policy without a mode", egress("'./*'", ", outboundTrafficPolicy: {}"), audit, kept],
    ["is let through by ALLOW_ANY", egress("'./*'", ", outboundTrafficPolicy: { mode: ALLOW_ANY }"), audit, passed],
    [
      "is not simulated with a proxy of its own",
      egress("'./*'", ", outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: a } }"),
      audit,
      "100 % unknown: audit.ops.svc.cluster.local is not in the caller's scope, and its outbound policy is not simulated",
    ],
    ["of other names is kept back too", egress("'./*'", only), { host: "api.example.com" }, kept],
  ])("%s", (_name, spec, given, expected) => {
    expect(summarize(send([...services, createSidecar("shop", spec)], given))).toEqual([expected]);
  });

  it("is in scope again where a route in scope leads to it", () => {
    const route = createVirtualService(
      "shop",
      "reviews",
      "  hosts: [reviews]\n  http: [{ route: [{ destination: { host: audit.ops.svc.cluster.local } }] }]",
    );
    expect(summarize(send([...services, createSidecar("shop", egress("'./*'", only)), route]))).toEqual([reached]);
  });

  it("is a route of another namespace as well", () => {
    const route = createVirtualService(
      "ops",
      "reviews",
      "  hosts: [reviews.shop.svc.cluster.local]\n  http: [{ directResponse: { status: 418 } }]",
    );
    const direct = "100 % reviews.shop.svc.cluster.local:80/";
    expect(summarize(send([...services, route]))).toEqual(["100 % 418 directResponse"]);
    expect(summarize(send([...services, route, createSidecar("shop", egress("'./*'"))]))).toEqual([direct]);
  });
});

describe("of several Sidecars", () => {
  const open = egress("'*/*'");
  const closed = egress("'./*'", only);
  const selecting = (spec: string) => spec.replace("{ egress", "{ workloadSelector: { labels: { app: web } }, egress");

  it.each<[string, string[], string]>([
    [
      "one that selects the pods goes before their namespace's",
      [createSidecar("shop", closed), createSidecar("shop", selecting(open), "web")],
      reached,
    ],
    [
      "the namespace's goes before the root namespace's",
      [createSidecar("istio-system", closed), createSidecar("shop", open)],
      reached,
    ],
    ["the root namespace's counts where no other does", [createSidecar("istio-system", closed)], kept],
    [
      "one that selects pods in the root namespace is for its own pods",
      [createSidecar("istio-system", selecting(closed))],
      reached,
    ],
    [
      "the older of one level counts",
      [
        createSidecar("shop", closed, "a", "2026-01-02T00:00:00Z"),
        createSidecar("shop", open, "b", "2026-01-01T00:00:00Z"),
      ],
      reached,
    ],
    [
      "the older is not known from files",
      [createSidecar("shop", closed, "a"), createSidecar("shop", open, "b")],
      "100 % unknown: several Sidecars of shop are for these pods",
    ],
  ])("%s", (_name, documents, expected) => {
    expect(summarize(send([...services, ...documents], audit))).toEqual([expected]);
  });
});

describe("an egress listener for a port", () => {
  const spec = `{ egress: [{ port: { number: 80, protocol: HTTP, name: http }, hosts: ['./*'] }, { hosts: ['*/*'] }]${only} }`;

  it("has its own hosts, and the one without a port has all others", () => {
    const documents = [...services, createSidecar("shop", spec)];
    expect(summarize(send(documents, audit))).toEqual([kept]);
    expect(summarize(send(documents))).toEqual(["100 % reviews.shop.svc.cluster.local:80/"]);
    expect(summarize(send(documents, { host: "raw.ops", port: 90 }))).toEqual(["100 % raw.ops.svc.cluster.local:90/"]);
  });

  it("leaves other ports to the outbound policy where no listener has all", () => {
    const alone = `{ egress: [{ port: { number: 80, protocol: HTTP, name: http }, hosts: ['*/*'] }]${only} }`;
    expect(summarize(send([...services, createSidecar("shop", alone)], { host: "raw.ops", port: 90 }))).toEqual([
      "100 % broken: the caller's proxy closes the connection to raw.ops.svc.cluster.local:90",
    ]);
  });

  it("that is bound to an address is not simulated", () => {
    const bound = "{ egress: [{ port: { number: 80, protocol: HTTP, name: http }, bind: 127.0.0.1, hosts: ['*/*'] }] }";
    expect(summarize(send([...services, createSidecar("shop", bound)], audit))).toEqual([
      "100 % unknown: an egress listener of the Sidecar is bound to an address of its own",
    ]);
  });
});
