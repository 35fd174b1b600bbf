// Does not prove: that kube-proxy answers on the addresses, or that the loop survives a real API server; test/e2e/local-cluster.test.ts does.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ApiClient } from "../../../src/local/cluster/api-client.js";
import {
  assignAddresses,
  loadBalancerAddresses,
  runLoadBalancer,
  type ServiceObject,
} from "../../../src/local/cluster/load-balancer.js";

function service(
  name: string,
  address?: string,
  spec: ServiceObject["spec"] = { type: "LoadBalancer" },
): ServiceObject {
  const status = address === undefined ? {} : { loadBalancer: { ingress: [{ ip: address }] } };
  return { metadata: { namespace: "shop", name }, spec, status };
}

describe("assignAddresses", () => {
  test("gives the first free addresses to Services of type LoadBalancer that have none", () => {
    const services = [
      service("a", "10.250.0.101"),
      service("b"),
      service("plain", undefined, { type: "ClusterIP" }),
      service("c", "10.250.0.103"),
      service("d"),
      service("theirs", undefined, { type: "LoadBalancer", loadBalancerClass: "example.com/other" }),
    ];
    expect(assignAddresses(services)).toEqual([
      { namespace: "shop", name: "b", address: "10.250.0.102" },
      { namespace: "shop", name: "d", address: "10.250.0.104" },
    ]);
  });

  test("an address of a Service that is no load balancer any more is free", () => {
    const services = [service("was", "10.250.0.101", { type: "ClusterIP" }), service("new")];
    expect(assignAddresses(services)).toEqual([{ namespace: "shop", name: "new", address: "10.250.0.101" }]);
  });

  test("no address twice, whatever is taken; what finds none stays pending", () => {
    const anyServices = fc
      .array(fc.option(fc.constantFrom(...loadBalancerAddresses), { nil: undefined }), { maxLength: 130 })
      .map((addresses) => [
        ...new Set(addresses.filter((one) => one !== undefined)),
        ...addresses.filter((one) => one === undefined),
      ])
      .map((addresses) => addresses.map((address, i) => service(`s${i}`, address)));
    fc.assert(
      fc.property(anyServices, (services) => {
        const taken = services.flatMap(({ status }) => status?.loadBalancer?.ingress?.map(({ ip }) => ip) ?? []);
        const given = assignAddresses(services).map(({ address }) => address);
        expect(new Set([...taken, ...given]).size).toBe(taken.length + given.length);
        expect(given.length).toBe(Math.min(services.length - taken.length, 99 - taken.length));
      }),
    );
  });
});

test("the loop writes the status, tells of complete Services, waits for a change, and goes on after an error", async () => {
  const calls: string[] = [];
  const answers: (() => unknown)[] = [
    () => ({ metadata: { resourceVersion: "1" }, items: [service("a")] }),
    () => {
      throw new Error("connection refused");
    },
    () => ({ metadata: { resourceVersion: "2" }, items: [service("a", "10.250.0.101")] }),
  ];
  const watching = new Promise<void>((resolve) => {
    const api: ApiClient = {
      get: (path) => Promise.resolve(answers.shift()).then((answer) => (calls.push(`get ${path}`), answer?.())),
      patch: (path, body) => Promise.resolve(calls.push(`patch ${path} ${JSON.stringify(body)}`)),
      check: () => Promise.resolve(),
      waitForChange: (path, version) => {
        calls.push(`watch ${path} from ${version}`);
        resolve();
        return new Promise(() => undefined);
      },
      close: () => undefined,
    };
    const follow = (services: readonly ServiceObject[]) => {
      calls.push(
        `follow ${services.map(({ metadata: { name }, status }) => `${name} ${JSON.stringify(status)}`).join()}`,
      );
      return Promise.resolve();
    };
    void runLoadBalancer(api, follow);
  });
  await watching;
  expect(calls).toEqual([
    "get /api/v1/services",
    'patch /api/v1/namespaces/shop/services/a/status {"status":{"loadBalancer":{"ingress":[{"ip":"10.250.0.101"}]}}}',
    "get /api/v1/services",
    "get /api/v1/services",
    'follow a {"loadBalancer":{"ingress":[{"ip":"10.250.0.101"}]}}',
    "watch /api/v1/services from 2",
  ]);
});
