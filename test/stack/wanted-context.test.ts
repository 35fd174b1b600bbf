// Does not prove that a kubeconfig has the context: src/cluster-access/kubeconfig-file.ts looks there.
import { expect, it } from "vitest";
import { findWantedContext, readGivenContext, type WantedContext } from "../../src/stack/wanted-context.js";

it("is read from the environment, where an empty one is given too", () => {
  expect(readGivenContext({})).toBeUndefined();
  expect(readGivenContext({ MESH_CONTEXT: "a" })).toEqual({ source: "MESH_CONTEXT", name: "a" });
  expect(readGivenContext({ MESH_CONTEXT: "" })).toEqual({ source: "MESH_CONTEXT", name: "" });
});

it.each<[string | undefined, string | undefined, WantedContext]>([
  [undefined, undefined, {}],
  ["a", undefined, { context: "a" }],
  [undefined, "b", { context: "b" }],
  ["a", "a", { context: "a" }],
  ["a", "b", { problem: 'the stack\'s file names the context "a", and MESH_CONTEXT is "b"; leave out one of them' }],
  [
    undefined,
    "",
    { problem: "MESH_CONTEXT is empty; give the name of one of the kubeconfig's contexts, or leave it out" },
  ],
  ["a", "", { problem: "MESH_CONTEXT is empty; give the name of one of the kubeconfig's contexts, or leave it out" }],
])("of %j in the file and %j beside it", (inFile, name, wanted) => {
  const given = name === undefined ? undefined : { source: "MESH_CONTEXT", name };
  expect(findWantedContext(inFile, given)).toEqual(wanted);
});
