// Does not prove: that `npm ci` and the real compiler work; a fake npm and a fake tsc stand for them, and a fake `mesh`.
import { existsSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lock, makeProject, type Project } from "./bootstrap-project.js";
import { eventually } from "./local/process.js";

let project: Project;

beforeEach(() => {
  project = makeProject();
});

afterEach(() => project.remove());

const compiled = [
  "tsc -p tsconfig.json",
  "vite build --config src/console/ui/vite.config.ts",
  "mesh schema --output dist/policy.schema.json",
  "mesh schema tests --output dist/test.schema.json",
];

test("start compiles what was never compiled and hands over, the second time only hands over", async () => {
  const { bootstrap, takeCalls } = project;
  expect(await bootstrap(["start", "--context", "kind-kind"]).ended).toBe(0);
  expect(takeCalls()).toEqual([...compiled, "mesh start --context kind-kind"]);
  expect(await bootstrap(["start"]).ended).toBe(0);
  expect(takeCalls()).toEqual(["mesh start"]);
});

test("start compiles again after a source has changed", async () => {
  const { bootstrap, takeCalls, folder } = project;
  await bootstrap(["start"]).ended;
  takeCalls();
  const later = new Date(Date.now() + 5000);
  utimesSync(join(folder, "src/index.ts"), later, later);
  await bootstrap(["start"]).ended;
  expect(takeCalls()).toEqual([...compiled, "mesh start"]);
});

test.each([
  ["another version than installed", () => project.put("package-lock.json", lock("2"))],
  ["nothing installed", () => rmSync(join(project.folder, "node_modules/.package-lock.json"))],
])("start installs packages first: %s", async (_what, change) => {
  change();
  await project.bootstrap(["start"]).ended;
  expect(project.takeCalls()).toEqual(["npm ci --ignore-scripts", ...compiled, "mesh start"]);
});

test("an optional package that this machine does not get is not missing", async () => {
  const installed = JSON.stringify({ packages: { "node_modules/a": { version: "1" } } });
  project.put("node_modules/.package-lock.json", installed);
  await project.bootstrap(["start"]).ended;
  expect(project.takeCalls()).toEqual([...compiled, "mesh start"]);
});

test("prepare, which npm calls in the middle of an installation, only compiles", async () => {
  project.put("package-lock.json", lock("2"));
  expect(await project.bootstrap(["prepare"]).ended).toBe(0);
  expect(project.takeCalls()).toEqual(compiled);
});

test("test gets the tools, and then runs all that is tested", async () => {
  expect(await project.bootstrap(["test"]).ended).toBe(0);
  expect(project.takeCalls()).toEqual([...compiled, "mesh tools --tests", "run"]);
});

test("test stops where the tools are not to be had, and ends with the exit code of what failed", async () => {
  const { bootstrap, takeCalls } = project;
  expect(await bootstrap(["test"], { FAIL: "mesh tools --tests" }).ended).toBe(3);
  expect(takeCalls()).toEqual([...compiled, "mesh tools --tests"]);
  expect(await bootstrap(["test"], { FAIL: "run" }).ended).toBe(3);
});

test("a signal reaches the command, and its end is this one's", async () => {
  const { bootstrap, folder } = project;
  const started = bootstrap(["start"], { HANG: "mesh start" });
  const calls = join(folder, "calls");
  const runs = () => existsSync(calls) && readFileSync(calls, "utf8").includes("mesh start\n");
  await eventually("mesh runs", runs);
  started.child.kill("SIGINT");
  expect(await started.ended).toBe(130);
});
