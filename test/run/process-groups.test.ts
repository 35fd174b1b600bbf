// `npm test` and `npm run test:changed` themselves, in a project of their own whose commands do not end. Does not prove that a local
// cluster is ended: `mesh local down` does that, and here is none.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { start, type Started } from "../local/process.js";

const root = join(import.meta.dirname, "../..");
// npm and npx start slowly where other tests run.
const patience = { timeout: 60_000 };
let folder: string;

/** A command that has a child in a session of its own, as live tests have. It writes the ids of both. */
const command = (traps: string) => `#!/bin/sh
${traps}
setsid sh -c 'trap "" INT; echo $$ >"${folder}/$$.pid"; exec sleep 600' &
echo $$ >"${folder}/$$.pid"
while :; do sleep 0.1; done
`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-groups-"));
  cpSync(join(root, "test/run"), join(folder, "test/run"), { recursive: true });
  for (const name of ["src", "test/e2e", "node_modules/.bin"]) mkdirSync(join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules/typescript"), join(folder, "node_modules/typescript"));
  const phases = ["check", "test:e2e", "test:policy", "test:unit", "test:page", "test:engine"];
  const scripts = Object.fromEntries(phases.map((phase) => [phase, "./stubborn"]));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "groups", type: "module", scripts }));
  // A first Ctrl-C alone ends nothing that is stubborn while these tests run.
  const groups = join(folder, "test/run/process-groups.mjs");
  writeFileSync(groups, readFileSync(groups, "utf8").replace("grace = 20_000", "grace = 600_000"));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder });
  git("init", "--quiet");
  git("-c", "user.name=test", "-c", "user.email=test", "commit", "--quiet", "--allow-empty", "-m", "empty");
});
afterEach(() => {
  for (const id of readIds().filter(isAlive)) process.kill(Number(id), "SIGKILL");
  rmSync(folder, { recursive: true });
});

/** The first command that `test:changed` runs, and every script. */
function putCommand(traps: string): void {
  for (const file of ["stubborn", "node_modules/.bin/tsc"]) {
    writeFileSync(join(folder, file), command(traps));
    chmodSync(join(folder, file), 0o755);
  }
}

/** Of all that the commands have started. */
const readIds = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".pid"))
    .flatMap((name) => /^\d+$/m.exec(readFileSync(join(folder, name), "utf8"))?.[0] ?? []);

const isAlive = (id: string) =>
  existsSync(`/proc/${id}/stat`) && !readFileSync(`/proc/${id}/stat`, "utf8").includes(") Z ");

/** Starts one of the two, and waits until so many processes run. */
async function begin(script: string, processes: number): Promise<{ started: Started; ids: string[] }> {
  const started = start(join(folder, "test/run", script), [], {});
  await expect.poll(() => readIds().filter(isAlive).length, patience).toBe(processes);
  return { started, ids: readIds() };
}

it.each([
  ["run.mjs", 4],
  ["changed.mjs", 2],
])(
  "a second Ctrl-C on %s kills at once what does not end by the first",
  { timeout: 120_000 },
  async (script, processes) => {
    putCommand("trap '' INT TERM");
    const { started, ids } = await begin(script, processes);
    let end: unknown;
    void started.ended.then((code) => (end = code));
    started.child.kill("SIGINT");
    await expect.poll(started.output, patience).toContain("another Ctrl-C kills it");
    expect(ids.filter(isAlive)).toEqual(ids);
    // Those that come within a second are taken for the first.
    const again = () => {
      started.child.kill("SIGINT");
      return end;
    };
    await expect.poll(again, { ...patience, interval: 200 }).toBe(130);
    await expect.poll(() => ids.filter(isAlive), patience).toEqual([]);
  },
);

it("SIGTERM to test:changed ends what runs in order, and nothing follows", { timeout: 120_000 }, async () => {
  putCommand(`trap 'kill $!; echo in order; exit 0' INT`);
  const { started, ids } = await begin("changed.mjs", 2);
  started.child.kill("SIGTERM");
  expect(await started.ended).toBe(130);
  expect(started.output()).toContain("in order");
  expect(started.output().match(/^> /gm)).toHaveLength(1);
  await expect.poll(() => ids.filter(isAlive), patience).toEqual([]);
});
