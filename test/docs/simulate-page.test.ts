// docs/simulate.md: its example is what simulation says of its objects (`vitest run -u` writes it anew). Does not prove that a mesh does so.
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { expect, it } from "vitest";
import * as library from "../../src/simulate.js";
import { formatAnswer } from "../../src/simulate/format-answer.js";
import { readRequest } from "../../src/simulate/read-request.js";
import { simulate } from "../../src/simulate/simulate.js";
import { indexMesh } from "../../src/analysis/analyze.js";
import { loadPolicies } from "../../src/policy/documents/load.js";

const page = readFileSync("docs/simulate.md", "utf8");

it("has an example that simulation gives", async () => {
  const [, objects = ""] = /^```yaml\n(.*?)^```/ms.exec(page) ?? [];
  const mesh = indexMesh({ objects: loadPolicies({ "shop.yaml": objects }).manifests });
  const [, from = "", to = ""] = /`npx mesh simulate shop\.yaml --from (\S+) --to (\S+)`/.exec(page) ?? [];
  const read = readRequest(mesh, { from, to });
  const text = "request" in read ? formatAnswer(simulate(mesh, read.request)) : JSON.stringify(read.problems);
  const current = page.replace(/^```text\n.*?^```/ms, () => `\`\`\`text\n${text}\n\`\`\``);
  await expect(await format(current, { parser: "markdown", printWidth: 120 })).toMatchFileSnapshot(
    "../../docs/simulate.md",
  );
});

it("names functions that the package has", () => {
  const [, names = ""] = /^import \{ (.*) \} from "pulumi-istio\/simulate";$/m.exec(page) ?? [];
  const missing = [...names.split(", "), "indexMesh"].filter((name) => !Object.hasOwn(library, name));
  expect(missing).toEqual([]);
});
