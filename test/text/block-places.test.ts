// Does not prove that the text below the key is read so: that is the YAML reader's.
import { expect, it } from "vitest";
import { locateInBlock } from "../../src/text/block-places.js";

const key = { file: "a.yaml", line: 2, column: 3 };

it.each([
  ["data:\n  mesh: |-\n    a: 1\n    b: { c: 2 }\n", { line: 2, column: 6 }, { file: "a.yaml", line: 4, column: 10 }],
  ["data:\n  mesh: | # all\n\n      a: 1\n", { line: 2, column: 1 }, { file: "a.yaml", line: 4, column: 7 }],
  ['data:\n  mesh: "a: 1"\n', { line: 1, column: 1 }, key],
  ["data:\n  mesh: >-\n    a: 1\n", { line: 1, column: 1 }, key],
])("finds in %j what stands at %j of the block", (text, inner, expected) => {
  expect(locateInBlock(text, key, inner)).toEqual(expected);
});
