// docs/policies.md is this file's snapshot: a stale page fails, `npm run docs` writes it. Does not prove that the examples
// do anything: each kind's live test does.
import { format } from "prettier";
import { expect, it } from "vitest";
import { formatPolicyPage } from "./policy-page.js";

it("docs/policies.md is current", async () => {
  const page = await format(formatPolicyPage(), { parser: "markdown", printWidth: 120 });
  await expect(page).toMatchFileSnapshot("../../docs/policies.md");
});
