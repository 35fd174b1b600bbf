// Does not prove that objects are looked at by definitions: the rule's test does.
import { expect, it } from "vitest";
import { readDefinitions } from "../../src/text/definition-texts.js";

const definition =
  "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: a }\nspec: {}\n";

it("takes the definitions of files, and leaves what else is in them", () => {
  const texts = {
    "a.yaml": `${definition}---\n${definition.replace("name: a", "name: b")}---\nkind: ConfigMap\n`,
    "b.yaml": "a: 1\n",
  };
  expect(readDefinitions(texts).map(({ metadata }) => metadata.name)).toEqual(["a", "b"]);
  expect(readDefinitions({})).toEqual([]);
});

it("takes what kubectl prints of those of a cluster", () => {
  const text = `apiVersion: v1\nkind: List\nitems:\n  - ${definition.trimEnd().replaceAll("\n", "\n    ")}\n`;
  expect(readDefinitions({ "a.yaml": text }).map(({ metadata }) => metadata.name)).toEqual(["a"]);
});

it("says where there are none, and what is not valid YAML", () => {
  expect(() => readDefinitions({ "a.yaml": "a: 1\n", "b.yaml": "" })).toThrow(
    "there is no CustomResourceDefinition in a.yaml, b.yaml",
  );
  expect(() => readDefinitions({ "a.yaml": "kind: CustomResourceDefinition\na: [1\n" })).toThrow(/^a\.yaml:\d+: /);
});
