// Does not prove that what is the same as JSON is the same.
import { expect, it } from "vitest";
import { dropDuplicates } from "../../src/text/drop-duplicates.js";

it("keeps each once, where the first of them is", () => {
  expect(dropDuplicates([{ a: 1 }, { a: 2 }, { a: 1 }, {}])).toEqual([{ a: 1 }, { a: 2 }, {}]);
});
