// Does not prove: that the real tools build (the end-to-end tests start with that), nor anything about power failures.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { bundle } from "../bundle.js";
import { eventually, start } from "../process.js";

let script: string;
let folder: string;

beforeAll(async () => {
  script = await bundle(new URL("./fake-build.ts", import.meta.url));
});

afterAll(() => rmSync(dirname(script), { recursive: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-cache-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const startBuild = (command: string) => start(script, [command], { XDG_CACHE_HOME: folder, XDG_STATE_HOME: folder });
const inCache = () => readdirSync(join(folder, "pulumi-istio/tools")).sort();
const made = () => join(folder, "pulumi-istio/tools/fake-1.0.0-abc/fake");
const quick = 'echo made > "$RESULT"';

/** A build that says that it started and then waits for the file "go" in the folder. */
const slow = () => `echo $$ >> ${folder}/started; while [ ! -e ${folder}/go ]; do sleep 0.02; done; ${quick}`;
const startedBuilds = () =>
  existsSync(join(folder, "started")) ? readFileSync(join(folder, "started"), "utf8").trim().split("\n") : [];
const isProcess = (pid: string) => existsSync(`/proc/${pid}`);

test("a build that ends well leaves its result and nothing else", async () => {
  const build = startBuild(quick);
  expect(await build.ended).toBe(0);
  expect(build.output()).toBe(`building\npath: ${made()}\n`);
  expect(readFileSync(made(), "utf8")).toBe("made\n");
  expect(inCache()).toEqual(["fake-1.0.0-abc"]);
});

test("of two runs at once one builds, and the other waits and says for whom", async () => {
  const first = startBuild(slow());
  await eventually("the first build runs", () => startedBuilds().length === 1);
  const second = startBuild(slow());
  await eventually("the second waits", () => second.output().includes("waiting"));
  writeFileSync(join(folder, "go"), "");
  expect([await first.ended, await second.ended]).toEqual([0, 0]);
  expect(second.output()).toBe(`waiting for another run (pid ${first.child.pid})\npath: ${made()}\n`);
  expect(startedBuilds()).toHaveLength(1);
  expect(inCache()).toEqual(["fake-1.0.0-abc"]);
});

test("a build killed with SIGKILL leaves nothing half-made, and the next run succeeds and clears up", async () => {
  const killed = startBuild(`echo half > "$RESULT"; ${slow()}`);
  await eventually("the build runs", () => startedBuilds().length === 1);
  killed.child.kill("SIGKILL");
  expect(await killed.ended).toBe("SIGKILL");
  process.kill(-Number(startedBuilds()[0]), "SIGKILL");
  expect(existsSync(made())).toBe(false);
  expect(inCache()).toEqual([expect.stringMatching(/^\.fake /), "fake.lock"]);
  const next = startBuild(quick);
  expect(await next.ended).toBe(0);
  expect(readFileSync(made(), "utf8")).toBe("made\n");
  expect(inCache()).toEqual(["fake-1.0.0-abc"]);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends the build's processes, clears up and exits with 130",
  async (signal) => {
    const build = startBuild(slow());
    await eventually("the build runs", () => startedBuilds().length === 1);
    build.child.kill(signal);
    expect(await build.ended).toBe(130);
    expect(isProcess(startedBuilds()[0]!)).toBe(false);
    expect(inCache()).toEqual([]);
    expect(build.output()).toBe("building\n");
  },
);

test("a build that fails names its log, shows its end and leaves nothing", async () => {
  const build = startBuild("echo first; echo the compiler is unhappy >&2; exit 3");
  expect(await build.ended).toBe(1);
  const log = join(folder, "pulumi-istio/logs/build-fake.log");
  expect(build.output()).toContain(`sh failed (exit code 3); its log is ${log}, which ends with:\n`);
  expect(build.output()).toContain("\n  first\n  the compiler is unhappy\n");
  expect(inCache()).toEqual([]);
});

test("a build that makes nothing is an error that names its log", async () => {
  const build = startBuild("true");
  expect(await build.ended).toBe(1);
  const log = join(folder, "pulumi-istio/logs/build-fake.log");
  expect(build.output()).toBe(`building\nthe build of fake made no fake for fake; its log is ${log}\n`);
  expect(inCache()).toEqual([]);
});
