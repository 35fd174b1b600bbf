// docs/diff.md: its example is the effect of a change, and its table has all kinds (`vitest run -u` writes the example anew). Does not prove
// that the effect is right.
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { expect, it } from "vitest";
import { compareMeshes } from "../../src/simulate/diff/compare-meshes.js";
import { changeKinds } from "../../src/simulate/diff/effect.js";
import { formatEffectAsText } from "../../src/simulate/diff/format-text.js";
import { createAccess, createRoutes, join, shop, subsets } from "../simulate/diff/shop.js";
import { indexText } from "../simulate/mesh-of-text.js";

const page = readFileSync("docs/diff.md", "utf8");

it("has an example that is the effect of a change", async () => {
  const before = join(
    shop,
    subsets,
    createRoutes([90, 10]),
    createAccess("*").replace("cluster.local/ns/shop/sa/*", '"*"'),
  );
  const after = join(shop, subsets, createRoutes([90, 10], "      timeout: 2s"), createAccess("web"));
  const text = formatEffectAsText(compareMeshes(indexText(before), indexText(after)));
  const current = page.replace(/(?<=^```text\n)[^]*?(?=^```$)/m, () => `${text}\n`);
  await expect(await format(current, { parser: "markdown", printWidth: 120 })).toMatchFileSnapshot(
    "../../docs/diff.md",
  );
});

it("explains each kind of change", () => {
  const rows = [...page.matchAll(/^\| `([\w-]+)` +\|/gm)].map(([, kind]) => kind);
  expect(rows).toEqual(Object.keys(changeKinds));
});
