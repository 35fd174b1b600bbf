// A folder with files as Vite makes them. Does not prove that the page works: the tests of the page do.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPage } from "../../../src/console/server/page.js";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "mesh-console-"));
  mkdirSync(join(root, "ui", "assets"), { recursive: true });
  for (const name of [
    "ui/index.html",
    "ui/assets/a.js",
    "ui/assets/b.css",
    "ui/icon.svg",
    "ui/notes.txt",
    "secret.js",
  ]) {
    writeFileSync(join(root, name), name);
  }
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

it.each([
  ["/", "ui/index.html", "text/html; charset=utf-8"],
  ["/index.html", "ui/index.html", "text/html; charset=utf-8"],
  ["/assets/a.js", "ui/assets/a.js", "text/javascript; charset=utf-8"],
  ["/assets/b.css", "ui/assets/b.css", "text/css; charset=utf-8"],
  ["/icon.svg", "ui/icon.svg", "image/svg+xml"],
])("%s is %s", (path, text, type) => {
  const found = createPage(join(root, "ui")).find(path);
  expect([found && Buffer.from(found.bytes).toString(), found?.type]).toEqual([text, type]);
});

it.each([
  "/../secret.js",
  "/assets/../../secret.js",
  "//secret.js",
  "/assets",
  "/notes.txt",
  "/a.js",
  "/%2e%2e/secret.js",
  "/assets/a.js\0",
])("%j is nothing", (path) => {
  expect(createPage(join(root, "ui")).find(path)).toBeUndefined();
});

it("there is none where nothing has been built", () => {
  const page = createPage(join(root, "absent"));
  expect([page.isBuilt(), page.find("/")]).toEqual([false, undefined]);
});
