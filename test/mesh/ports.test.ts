// Does not prove which port a connection reaches: the live tests of policies do.
import { expect, it } from "vitest";
import { findTargetPort, isOfDocument, toPort } from "../../src/mesh/ports.js";

it.each<[unknown, number | undefined]>([
  [80, 80],
  ["80", 80],
  [0, undefined],
  [-1, undefined],
  [1.5, undefined],
  ["http", undefined],
  [null, undefined],
])("%j is port %j", (value, port) => {
  expect(toPort(value)).toBe(port);
});

const podSpec = { containers: [null, { ports: [{ name: "web" }, { name: "web", containerPort: 8080 }] }] };

it.each<[unknown, number | undefined]>([
  [undefined, 80],
  [null, 80],
  [0, 80],
  ["", 80],
  [9080, 9080],
  ["web", 8080],
  ["other", undefined],
])("targetPort %j leads to %j", (targetPort, number) => {
  expect(findTargetPort({ port: 80, targetPort }, { podSpec })).toBe(number);
});

it("a Service without ports that is only assumed is a document's", () => {
  const isDocuments = (kind: string, ports: object[], isAssumed: boolean) => {
    const manifest = { apiVersion: "v1", kind, metadata: { name: "web" }, spec: { ports } };
    return isOfDocument({ manifest, namespace: "shop", locate: () => ({}), isAssumed });
  };
  expect(isDocuments("Service", [], true)).toBe(true);
  expect(isDocuments("Service", [{ port: 80 }], true)).toBe(false);
  expect(isDocuments("Service", [], false)).toBe(false);
  expect(isDocuments("Gateway", [], true)).toBe(false);
});
