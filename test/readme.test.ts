// The policy documents of the README compile. Its TypeScript is compiled against the packed package by test/e2e/package.test.ts.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compileText } from "./policy/compile-text.js";

it("has policy documents that compile", () => {
  const readme = readFileSync("README.md", "utf8");
  const examples = [...readme.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text]) => text ?? "");
  expect(examples).toHaveLength(1);
  for (const text of examples) {
    const { manifests, said } = compileText(text);
    expect(said).toEqual([]);
    expect(manifests.length).toBeGreaterThan(5);
  }
});
