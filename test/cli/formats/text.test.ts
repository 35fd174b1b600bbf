// Does not prove that a terminal makes links of the places.
import { expect, it } from "vitest";
import { formatAsText } from "../../../src/cli/formats/text.js";
import { findings } from "./findings.js";

it("writes a line a finding, and counts them", () => {
  expect(formatAsText(findings)).toBe(
    [
      "shop/my policies.yaml:12:9: error MESH0201: 100% wrong,\\nreally",
      "/srv/a:b,c.yaml: warning IST0123: two labels; keep one",
      "info IST0123: no place",
      "1 error, 1 warning, 1 info",
    ].join("\n"),
  );
  expect(formatAsText([...findings, ...findings].slice(1, 5))).toMatch(/\n1 error, 2 warnings, 1 info$/);
});

it("says so where there are none", () => {
  expect(formatAsText([])).toBe("no findings");
});
