// The scripts that measure are not run by tests. Does not prove that they work: only that what they import is there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const folder = "test/bench";
const scripts = readdirSync(folder).filter((file) => file.endsWith(".mjs"));

it.each(scripts)("%s imports what there is", (script) => {
  const text = readFileSync(join(folder, script), "utf8");
  const imported = [...text.matchAll(/from "(\..+)"/g)].map(([, path = ""]) => join(folder, path));
  // A fresh clone is not compiled.
  const sources = imported.map((path) => path.replace(/^dist\/(.+)\.js$/, "src/$1.ts"));
  expect(sources.filter((path) => !existsSync(path))).toEqual([]);
});
