// docs/test.md: its tests pass on a small mesh, and its failure is that of one of them (`vitest run -u` writes it anew). Does not prove that
// the table of expectations is right: test/simulate/tests does.
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { expect, it } from "vitest";
import { describeFailure } from "../../src/cli/test-formats/format-text.js";
import { loadTests } from "../../src/simulate/tests/load-tests.js";
import { requestTestSchema } from "../../src/simulate/tests/request-test.js";
import { hasPassed, runTests } from "../../src/simulate/tests/run-tests.js";
import { createAccess, createRoutes, join, shop, subsets } from "../simulate/diff/shop.js";
import { indexText } from "../simulate/mesh-of-text.js";

const page = readFileSync("docs/test.md", "utf8");
const [, example = ""] = /^```yaml\n([^]*?)^```/m.exec(page) ?? [];
const access = createAccess("web").replace("name: reviews,", "name: reviews.allow,");
const mesh = (weights: [number, number]) =>
  indexText(
    join(shop, subsets, createRoutes(weights, "      timeout: 2s").replace("exact: tester", "exact: other"), access),
  );

it("has tests that pass", () => {
  const { tests, findings } = loadTests({ "reviews.yaml": example });
  expect(findings).toEqual([]);
  const run = runTests(tests, mesh([100, 0]));
  expect(run.findings).toEqual([]);
  expect(run.results.map((result) => [result.test.name, result.differences, hasPassed(result)])).toEqual([
    ["web reads reviews", [], true],
    ["only web may read", [], true],
  ]);
});

it("shows how one of them fails", async () => {
  const { results } = runTests(loadTests({ "reviews.yaml": example }).tests, mesh([90, 10]));
  const [failed] = results;
  const text =
    failed === undefined ? "" : [`FAIL  ${failed.test.name} (reviews.yaml:2)`, ...describeFailure(failed)].join("\n");
  const current = page.replace(/(?<=^```text\n)[^]*?(?=^```$)/m, () => `${text}\n`);
  await expect(await format(current, { parser: "markdown", printWidth: 120 })).toMatchFileSnapshot(
    "../../docs/test.md",
  );
});

it("explains each part of a test", () => {
  const { request, expect: expectation } = requestTestSchema.shape;
  const parts = [...Object.keys(request.shape), ...Object.keys(expectation.shape)];
  const rows = [...page.matchAll(/^\| (`.+?) +\|/gm)].flatMap(([, cell = ""]) => cell.match(/(?<=`)\w+(?=`)/g) ?? []);
  expect(rows.sort()).toEqual(parts.sort());
});
