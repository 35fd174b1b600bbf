// Does not prove that the API server takes the managers so: test/e2e/mesh.test.ts changes weights with kubectl.
import { describe, expect, it } from "vitest";
import { listTakenFields, takeBack } from "../../src/cli/taken-fields.js";

const ours = "pulumi-kubernetes-aaaa0000";
const spec = { hosts: ["reviews"], http: [{ timeout: "3s" }], listeners: [{ name: "http", port: 80 }] };
const own = (fields: object) => ({ manager: ours, operation: "Apply", fieldsV1: { "f:spec": fields as never } });
const edit = (fields: object) => ({
  manager: "kubectl-edit",
  operation: "Update",
  time: "2026-11-30T16:00:00Z",
  fieldsV1: { "f:spec": fields as never },
});

describe("a field that the stack writes and another manager has", () => {
  const managed = [own({ "f:hosts": {} }), edit({ "f:http": {} })];

  it("is named, with who and when", () => {
    expect(listTakenFields(managed, ours, spec)).toEqual([
      { manager: "kubectl-edit", time: "2026-11-30T16:00:00Z", fields: ["spec.http"] },
    ]);
  });

  it("is the stack's again, and a manager that has nothing else is none", () => {
    expect(takeBack(managed, ours, spec)).toEqual([own({ "f:hosts": {}, "f:http": {} })]);
  });

  it("leaves the other manager what else it has", () => {
    const labels = { "f:metadata": { "f:labels": { "f:team": {} } } };
    const both = {
      ...edit({ "f:http": {}, "f:tcp": {} }),
      fieldsV1: { ...labels, "f:spec": { "f:http": {}, "f:tcp": {} } },
    };
    expect(takeBack([own({ "f:hosts": {} }), both], ours, spec)).toEqual([
      { ...both, fieldsV1: { ...labels, "f:spec": { "f:tcp": {} } } },
      own({ "f:hosts": {}, "f:http": {} }),
    ]);
  });

  it("may be in an item of a list that has keys", () => {
    const item = { 'k:{"name":"http"}': { "f:port": {} } };
    const all = [
      own({ "f:listeners": { 'k:{"name":"http"}': { ".": {}, "f:name": {} } } }),
      edit({ "f:listeners": item }),
    ];
    expect(listTakenFields(all, ours, spec)[0]?.fields).toEqual(['spec.listeners[{"name":"http"}].port']);
    expect(takeBack(all, ours, spec)).toEqual([
      own({ "f:listeners": { 'k:{"name":"http"}': { ".": {}, "f:name": {}, "f:port": {} } } }),
    ]);
  });

  it("is so where the stack has nothing left", () => {
    expect(takeBack([edit({ "f:http": {} })], ours, spec)).toEqual([
      { ...edit({ "f:http": {} }), manager: ours, operation: "Apply" },
    ]);
  });
});

it.each<[string, ReturnType<typeof edit>[]]>([
  ["what the stack does not write", [edit({ "f:tcp": {} })]],
  ["what both have", [edit({ "f:hosts": {} })]],
  ["a status", [{ ...edit({ "f:http": {} }), subresource: "status" } as never]],
  ["metadata alone", [{ ...edit({}), fieldsV1: { "f:metadata": { "f:labels": {} } } as never }]],
  ["an item that the stack does not have", [edit({ "f:listeners": { 'k:{"name":"https"}': { "f:port": {} } } })]],
  ["nothing", []],
])("%s is not taken", (_, others) => {
  const managed = [
    own({ "f:hosts": {}, "f:http": {}, "f:listeners": { 'k:{"name":"http"}': { "f:port": {} } } }),
    ...others,
  ];
  expect(listTakenFields(managed, ours, spec)).toEqual([]);
  expect(takeBack(managed, ours, spec)).toBeUndefined();
});

it("is nothing of a spec that another owner writes", () => {
  expect(takeBack([own({}), edit({ "f:http": {} })], ours, undefined)).toBeUndefined();
});
