// Does not prove: that the API server takes it so; test/e2e/killed.test.ts changes objects that killed runs created.
import { expect, it } from "vitest";
import { mergeManagers } from "../../src/cli/field-managers.js";

const ours = {
  manager: "pulumi-kubernetes-aaaa0000",
  operation: "Apply",
  apiVersion: "v1",
  fieldsV1: { "f:spec": { "f:a": {} } },
};
const former = {
  ...ours,
  manager: "pulumi-kubernetes-bbbb1111",
  fieldsV1: { "f:spec": { "f:b": {}, "f:a": { "f:deep": {} } } },
};
const foreign = { manager: "kubectl-edit", operation: "Update", fieldsV1: { "f:spec": { "f:c": {} } } };
const merged = { "f:spec": { "f:a": { "f:deep": {} }, "f:b": {} } };

it("gives our manager what former ones of the provider had, and leaves others alone", () => {
  expect(mergeManagers([former, foreign, ours], ours.manager)).toEqual([foreign, { ...ours, fieldsV1: merged }]);
});

it("gives a former one our name where we have nothing yet", () => {
  expect(mergeManagers([former], ours.manager)).toEqual([{ ...former, manager: ours.manager }]);
});

it("keeps apart what we have of a subresource", () => {
  const status = { ...ours, subresource: "status" };
  expect(mergeManagers([status, former], ours.manager)).toEqual([status, { ...former, manager: ours.manager }]);
});

it.each([
  ["ours alone", [ours, foreign]],
  ["none of the provider", [foreign]],
  ["a status that the provider wrote", [{ ...former, subresource: "status" }]],
  ["an update instead of an apply", [{ ...former, operation: "Update" }]],
  ["a name of somebody's own", [{ ...former, manager: "pulumi-kubernetes-shop" }]],
  ["nothing at all", []],
])("changes nothing of %s", (_, managed) => {
  expect(mergeManagers(managed, ours.manager)).toBeUndefined();
});
