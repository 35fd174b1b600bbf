// Does not prove: that `npm ci` and the real compiler work; a fake npm and a fake tsc stand for them, and a fake `mesh`.
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually, start } from "./local/process.js";

let folder: string;

const lock = (version: string) =>
  JSON.stringify({
    packages: { "": {}, "node_modules/a": { version }, "node_modules/b": { version: "1", optional: true } },
  });

function put(name: string, text: string): void {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** What the fakes wrote, one line a call. */
const calls = () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n");

/** A script that notes its call, runs `more` and fails when asked for what `FAIL` names. */
const fake = (name: string, more: string) => `
  const fs = require("node:fs");
  const call = ["${name}", ...process.argv.slice(2)].join(" ");
  fs.appendFileSync("calls", call + "\\n");
  ${more}
  if (call === process.env.FAIL) process.exit(3);
`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-bootstrap-"));
  put("src/index.ts", "");
  copyFileSync(fileURLToPath(new URL("../src/bootstrap.mjs", import.meta.url)), join(folder, "src/bootstrap.mjs"));
  put("tsconfig.json", "{}");
  put("package-lock.json", lock("1"));
  put("node_modules/.package-lock.json", lock("1"));
  put("node_modules/typescript/bin/tsc", fake("tsc", ""));
  put("node_modules/vite/bin/vite.js", fake("vite", ""));
  put("dist/cli/main.js", fake("mesh", "if (call === process.env.HANG) setInterval(() => {}, 1000);"));
  put(
    "test/run/run.mjs",
    `import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\n${fake("run", "")}`,
  );
  put("bin/npm", `#!${process.execPath}\n${fake("npm", "")}`);
  chmodSync(join(folder, "bin/npm"), 0o755);
});

afterEach(() => rmSync(folder, { recursive: true }));

function bootstrap(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const path = `${join(folder, "bin")}:${process.env.PATH ?? ""}`;
  return start(join(folder, "src/bootstrap.mjs"), args, { PATH: path, ...env });
}

const compiled = [
  "tsc -p tsconfig.json",
  "vite build --config src/console/ui/vite.config.ts",
  "mesh schema --output dist/policy.schema.json",
];

test("start compiles what was never compiled and hands over, the second time only hands over", async () => {
  expect(await bootstrap(["start", "--context", "kind-kind"]).ended).toBe(0);
  expect(calls()).toEqual([...compiled, "mesh start --context kind-kind"]);
  rmSync(join(folder, "calls"));
  expect(await bootstrap(["start"]).ended).toBe(0);
  expect(calls()).toEqual(["mesh start"]);
});

test("start compiles again after a source has changed", async () => {
  await bootstrap(["start"]).ended;
  rmSync(join(folder, "calls"));
  const later = new Date(Date.now() + 5000);
  utimesSync(join(folder, "src/index.ts"), later, later);
  await bootstrap(["start"]).ended;
  expect(calls()).toEqual([...compiled, "mesh start"]);
});

test.each([
  ["another version than installed", () => put("package-lock.json", lock("2"))],
  ["nothing installed", () => rmSync(join(folder, "node_modules/.package-lock.json"))],
])("start installs packages first: %s", async (_what, change) => {
  change();
  await bootstrap(["start"]).ended;
  expect(calls()).toEqual(["npm ci --ignore-scripts", ...compiled, "mesh start"]);
});

test("an optional package that this machine does not get is not missing", async () => {
  put("node_modules/.package-lock.json", JSON.stringify({ packages: { "node_modules/a": { version: "1" } } }));
  await bootstrap(["start"]).ended;
  expect(calls()).toEqual([...compiled, "mesh start"]);
});

test("test gets the tools, and then runs all that is tested", async () => {
  expect(await bootstrap(["test"]).ended).toBe(0);
  expect(calls()).toEqual([...compiled, "mesh tools --tests", "run"]);
});

test("test stops where the tools are not to be had, and ends with the exit code of what failed", async () => {
  expect(await bootstrap(["test"], { FAIL: "mesh tools --tests" }).ended).toBe(3);
  expect(calls()).toEqual([...compiled, "mesh tools --tests"]);
  expect(await bootstrap(["test"], { FAIL: "run" }).ended).toBe(3);
});

test("a signal reaches the command, and its end is this one's", async () => {
  const started = bootstrap(["start"], { HANG: "mesh start" });
  await eventually("mesh runs", () => {
    try {
      return calls().includes("mesh start");
    } catch {
      return false;
    }
  });
  started.child.kill("SIGINT");
  expect(await started.ended).toBe(130);
});
