// Does not prove that a kind does anything in a mesh: each has a test of its own in test/e2e/policy.
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { kinds } from "../../src/policy/registry.js";
import { compileText } from "./compile-text.js";

const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe.each(kinds.map((kind) => [kind.key, kind] as const))("%s", (key, kind) => {
  it("has a worked example that uses it and compiles", () => {
    expect(kind.example).toMatch(new RegExp(`^${key}:`, "m"));
    const { manifests, said } = compileText(kind.example);
    expect(said).toEqual([]);
    expect(manifests.length).toBeGreaterThan(0);
  });

  it("has a file, a unit test and a live test of its own name", () => {
    const files = ["src/policy/kinds/*.ts", "test/policy/kinds/*.test.ts", "test/e2e/policy/*.test.ts"];
    const missing = files.map((file) => file.replace("*", kebab(key))).filter((file) => !existsSync(file));
    expect(missing).toEqual([]);
  });
});
