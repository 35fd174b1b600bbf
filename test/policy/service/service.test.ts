// Does not prove what Istio takes a port for: that its rules are these is by its source.
import { expect, it } from "vitest";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { computeServiceHost } from "../../../src/mesh/host-names.js";
import { collectServices, createUndeclaredService } from "../../../src/policy/service/service.js";

const serviceOf = (spec: object, metadata: object = { name: "reviews", namespace: "shop" }): Manifest =>
  ({ apiVersion: "v1", kind: "Service", metadata, spec }) as Manifest;

it.each([
  [{ port: 80, name: "http-web" }, "http"],
  [{ port: 80, name: "HTTP2" }, "http"],
  [{ port: 80, name: "grpc-web" }, "grpc"],
  [{ port: 80, name: "tcp", appProtocol: "http" }, "http"],
  [{ port: 80, appProtocol: "kubernetes.io/h2c" }, "http"],
  [{ port: 80, appProtocol: "kubernetes.io/ws" }, "http"],
  [{ port: 80, appProtocol: "kubernetes.io/wss" }, "tcp"],
  [{ port: 443, name: "https" }, "tcp"],
  [{ port: 80, name: "redis-cache" }, "tcp"],
  [{ port: 80, name: "http", protocol: "UDP" }, "tcp"],
  [{ port: 3306 }, "tcp"],
  [{ port: 3306, name: "http" }, "http"],
  [{ port: 80, name: "web" }, "auto"],
  [{ port: 80, name: "h2c" }, "auto"],
  [{ port: 80 }, "auto"],
])("port %j is %s", (port, protocol) => {
  const ports = [...collectServices([serviceOf({ ports: [port] })]).values()].flatMap((service) => service.ports);
  expect(ports).toEqual([
    { number: port.port, name: "name" in port ? port.name : undefined, protocol, targets: [port.port] },
  ]);
});

it("has the accounts of the workloads that it selects, in its namespace alone, each once", () => {
  const deployment = (name: string, labels: object, account?: string, namespace = "shop"): Manifest => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
    spec: { template: { metadata: { labels }, spec: { containers: [], serviceAccountName: account } } },
  });
  const services = collectServices([
    serviceOf({ selector: { app: "reviews" }, ports: [] }),
    deployment("one", { app: "reviews", version: "v1" }, "reviews"),
    deployment("two", { app: "reviews" }, "reviews"),
    deployment("three", { app: "reviews" }),
    deployment("four", { app: "ratings" }, "ratings"),
    deployment("five", { app: "reviews" }, "stranger", "bank"),
  ]);
  expect(services.get("shop/reviews")).toEqual({
    namespace: "shop",
    name: "reviews",
    host: "reviews.shop.svc.cluster.local",
    isDeclared: true,
    ports: [],
    selector: { app: "reviews" },
    serviceAccounts: ["default", "reviews"],
  });
});

it("selects nothing without a selector, and is in the default namespace without one", () => {
  const [service] = [...collectServices([serviceOf({}, { name: "a" })]).values()];
  expect(service).toMatchObject({ namespace: "default", ports: [], selector: undefined, serviceAccounts: [] });
});

it("may be known by its name alone", () => {
  expect(createUndeclaredService("shop", "a", { app: "a" })).toEqual({
    namespace: "shop",
    name: "a",
    host: computeServiceHost("shop", "a"),
    isDeclared: false,
    ports: [],
    selector: { app: "a" },
    serviceAccounts: [],
  });
});

it.each<[string, unknown, unknown]>([
  ["a port that is none", { ports: [null, 5, { name: "http" }] }, []],
  ["ports that are no list", { ports: { port: 80 } }, []],
  ["no specification", null, []],
  [
    "a name and a protocol that are numbers",
    { ports: [{ port: 80, name: 80, appProtocol: 1, targetPort: null }] },
    [{ number: 80, name: undefined, protocol: "auto", targets: [80] }],
  ],
])("reads a Service with %s as far as it goes", (_what, spec, ports) => {
  expect([...collectServices([serviceOf(spec as object)]).values()].map((service) => service.ports)).toEqual([ports]);
});

it.each<[string, object]>([
  ["Pod", { containers: [{ ports: [{ name: "web", containerPort: 81 }] }], serviceAccountName: "own" }],
  [
    "CronJob",
    {
      jobTemplate: {
        spec: {
          template: {
            metadata: { labels: { app: "a" } },
            spec: { containers: [{ ports: [{ name: "web", containerPort: 81 }] }], serviceAccountName: "own" },
          },
        },
      },
    },
  ],
])("knows the pods of a %s", (kind, spec) => {
  const metadata = { name: "a", namespace: "shop", labels: { app: "a" } };
  const service = serviceOf({ selector: { app: "a" }, ports: [{ port: 80, targetPort: "web" }] });
  const [found] = collectServices([service, { apiVersion: "v1", kind, metadata, spec }]).values();
  expect([found?.ports[0]?.targets, found?.serviceAccounts]).toEqual([[81], ["own"]]);
});

it("reads workloads as far as they go", () => {
  const workload = (template: unknown): Manifest => ({
    ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "a", namespace: "shop" } },
    spec: { template },
  });
  const labels = { app: "a" };
  const workloads = [
    workload(null),
    workload({ metadata: null, spec: { containers: [null] } }),
    workload({ metadata: { labels }, spec: { containers: {}, serviceAccountName: 5 } }),
    workload({
      metadata: { labels },
      spec: { containers: [{ ports: [null, { name: "web" }, { name: "web", containerPort: 81 }] }] },
    }),
  ];
  const service = serviceOf({ selector: labels, ports: [{ port: 80, targetPort: "web" }] });
  const [found] = collectServices([service, ...workloads]).values();
  expect([found?.ports[0]?.targets, found?.serviceAccounts]).toEqual([[81], ["default"]]);
});
