// Does not prove that an editor makes a link of it.
import { expect, it } from "vitest";
import { formatFinding, formatFindings, type Finding } from "../../src/findings/finding.js";

const finding: Finding = { code: "MESH0101", level: "error", message: "too old", remedy: "upgrade" };

it.each<[Partial<Finding>, string]>([
  [{}, "error MESH0101: too old; upgrade"],
  [{ remedy: undefined, level: "warning" }, "warning MESH0101: too old"],
  [{ message: "no\n::add-mask::\u001b[31m\r" }, "error MESH0101: no\\n::add-mask::\\u001b[31m\\u000d; upgrade"],
  [{ file: "a.yaml" }, "a.yaml: error MESH0101: too old; upgrade"],
  [{ file: "a.yaml", line: 3 }, "a.yaml:3: error MESH0101: too old; upgrade"],
  [{ file: "a.yaml", line: 3, column: 7 }, "a.yaml:3:7: error MESH0101: too old; upgrade"],
  [{ resource: { kind: "Namespace", name: "shop" } }, "Namespace shop: error MESH0101: too old; upgrade"],
  [
    { resource: { kind: "Service", namespace: "shop", name: "web" } },
    "Service shop/web: error MESH0101: too old; upgrade",
  ],
  [
    { file: "a.yaml", resource: { kind: "Service", namespace: "shop", name: "web" } },
    "a.yaml: error MESH0101: too old; upgrade",
  ],
])("%j", (change, expected) => {
  expect(formatFinding({ ...finding, ...change })).toBe(expected);
});

it("gives a line to each finding, in the order given", () => {
  expect(formatFindings([finding, { ...finding, message: "too new" }])).toBe(
    "error MESH0101: too old; upgrade\nerror MESH0101: too new; upgrade",
  );
  expect(formatFindings([])).toBe("");
});
