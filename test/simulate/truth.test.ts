// Truths of which some are not known. Does not prove what is known of a mesh.
import { expect, it } from "vitest";
import { holdsAll, holdsAny, negate, type Truth } from "../../src/simulate/truth.js";

const doubt = { doubt: "a" };
const other = { doubt: "b" };

it.each<[readonly Truth[], Truth, Truth]>([
  [[], true, false],
  [[true, true], true, true],
  [[true, false], false, true],
  [[doubt, other], doubt, doubt],
  [[true, doubt], doubt, true],
  [[doubt, false], false, doubt],
  [[doubt, true, false], false, true],
])("%j", (truths, all, any) => {
  expect(holdsAll(truths)).toEqual(all);
  expect(holdsAny(truths)).toEqual(any);
});

it.each<[Truth, Truth]>([
  [true, false],
  [false, true],
  [doubt, doubt],
])("not %j", (truth, expected) => {
  expect(negate(truth)).toEqual(expected);
});
