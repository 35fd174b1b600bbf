// docs/schema-validation.md is this file's snapshot: a stale page fails, `vitest run -u` writes it anew. Does not prove that the
// differences are all there are: the live test does.
import { format } from "prettier";
import { expect, it } from "vitest";
import { formatPage } from "./differences.js";

it("docs/schema-validation.md is current", async () => {
  const page = await format(formatPage(), { parser: "markdown", printWidth: 120 });
  await expect(page).toMatchFileSnapshot("../../../docs/schema-validation.md");
});
