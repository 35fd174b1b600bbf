// Does not prove: that the patched modules compile, nor that the real ones have these files; every build of the provider does.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { applyPatch } from "../../../src/local/tools/go-patches.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-patches-"));
  mkdirSync(join(folder, "from/pkg"), { recursive: true });
  writeFileSync(join(folder, "from/pkg/a.go"), 'import "old/one"\nimport "old/two"\n');
  writeFileSync(join(folder, "from/kinds.go"), "package kinds\n");
  // As Go's module cache is.
  for (const name of ["pkg/a.go", "kinds.go", "pkg"])
    chmodSync(join(folder, "from", name), name === "pkg" ? 0o555 : 0o444);
});

afterEach(() => {
  chmodSync(join(folder, "from/pkg"), 0o755);
  rmSync(folder, { recursive: true });
});

const apply = (patch: Omit<Parameters<typeof applyPatch>[0], "module">) =>
  applyPatch({ module: "example.com/module", ...patch }, join(folder, "from"), join(folder, "to"));

test("a copy is changed and can be removed, and the original stays as it is", () => {
  apply({ changed: { "pkg/a.go": [["old/", "new/"]] }, replaced: { "kinds.go": "kinds.go" } });
  expect(readFileSync(join(folder, "to/pkg/a.go"), "utf8")).toBe('import "new/one"\nimport "new/two"\n');
  expect(readFileSync(join(folder, "to/kinds.go"), "utf8")).toContain("func RegisterResource(");
  expect(statSync(join(folder, "to/pkg")).mode & 0o700).toBe(0o700);
  expect(readFileSync(join(folder, "from/pkg/a.go"), "utf8")).toContain("old/one");
  rmSync(join(folder, "to"), { recursive: true });
  expect(existsSync(join(folder, "to"))).toBe(false);
});

test("a module of another version, which has not what is to be changed, is an error that says what", () => {
  expect(() => apply({ changed: { "pkg/a.go": [["older/", "new/"]] } })).toThrow(
    "example.com/module/pkg/a.go does not have the text older/",
  );
  expect(() => apply({ replaced: { "gone.go": "kinds.go" } })).toThrow("example.com/module has no file gone.go");
});
