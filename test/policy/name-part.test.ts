// Does not prove that the API server takes the names: test/e2e/policy/webhook.test.ts asks it.
import { expect, it } from "vitest";
import { createNamePart } from "../../src/policy/name-part.js";

it.each([
  ["oauth2-proxy", "oauth2-proxy"],
  ["GET", "get-14e30cd163"],
  ["get_", "get-b35aec1e01"],
  ["-", "3973e022e9"],
])("%s is written as %s", (name, part) => {
  expect(createNamePart(name)).toBe(part);
});

it("is a label of DNS, whatever the name is", () => {
  for (const name of ["A".repeat(300), "ä/ö", ".a.", "x y", `${"a".repeat(39)}/b`]) {
    expect(createNamePart(name)).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  }
});
