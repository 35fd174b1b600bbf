// docs/codes.md is this file's snapshot: a stale page fails, `npm run docs` writes it. Does not prove that every code is reported
// somewhere: that is in the tests of those who report.
import { format } from "prettier";
import { expect, it } from "vitest";
import { formatCodePage } from "./code-page.js";

it("docs/codes.md is current", async () => {
  const page = await format(formatCodePage(), { parser: "markdown", printWidth: 120 });
  await expect(page).toMatchFileSnapshot("../../docs/codes.md");
});
