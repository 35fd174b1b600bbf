// Programs by the engine's names that only sleep. Does not prove how long real plugins outlive their engine: the end-to-end test
// kills one.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { localBackend } from "../../src/cli/engine-environment.js";
import { removeStackState } from "../../src/cli/engine.js";
import { endLeftProcesses, markRun } from "../../src/cli/left-processes.js";
import { isProcess } from "../../src/local/lock.js";
import { eventually } from "../local/process.js";

let folder: string;
const children: ChildProcess[] = [];
const said = vi.spyOn(console, "error").mockImplementation(() => undefined);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-left-"));
  vi.stubEnv("XDG_STATE_HOME", folder);
  vi.stubEnv("PULUMI_BACKEND_URL", undefined);
  for (const name of ["pulumi", "pulumi-resource-kubernetes", "agent"]) copyFileSync("/bin/sleep", join(folder, name));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  vi.unstubAllEnvs();
  vi.clearAllMocks();
  rmSync(folder, { recursive: true });
});

/** Starts a program that sleeps, as a process of that run. */
async function start(program: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(join(folder, program), ["600"], { env: environment, stdio: "ignore" });
  children.push(child);
  await new Promise((resolve, reject) => child.once("spawn", () => resolve(undefined)).once("error", reject));
  return child.pid!;
}

/** The environment of a run whose `mesh` is gone. */
function ofKilled(stack = "dev"): NodeJS.ProcessEnv {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  return { PULUMI_ISTIO_RUN: `${pid} 12345 pulumi-istio/${stack} ${localBackend()}` };
}

it.skipIf(process.platform !== "linux")("ends what a killed run left, and says what that was", async () => {
  const run = ofKilled();
  const plugin = await start("pulumi-resource-kubernetes", run);
  await endLeftProcesses({ stack: "dev" });
  expect(isProcess(plugin)).toBe(false);
  expect(said.mock.calls).toEqual([
    [`stack dev: ended what a killed run had left: pulumi-resource-kubernetes ${plugin}`],
  ]);
});

it.each([
  ["of a run that goes on", "pulumi-resource-kubernetes", () => markRun("dev")],
  ["of another stack", "pulumi-resource-kubernetes", () => ofKilled("prod")],
  [
    "of another folder's stack",
    "pulumi-resource-kubernetes",
    () => ({ PULUMI_ISTIO_RUN: "1 2 pulumi-istio/dev /elsewhere" }),
  ],
  [
    "of another project's stack",
    "pulumi-resource-kubernetes",
    () => ({ PULUMI_ISTIO_RUN: `1 2 shop/dev ${localBackend()}` }),
  ],
  ["of no run of ours", "pulumi-resource-kubernetes", () => ({})],
  ["that a program started besides", "agent", () => ofKilled()],
])("leaves a process %s", async (_what, program, environment) => {
  const pid = await start(program, environment());
  await endLeftProcesses({ stack: "dev" });
  expect(isProcess(pid)).toBe(true);
  expect(said).not.toHaveBeenCalled();
});

it("leaves the processes of an engine that goes on without its mesh", async () => {
  const run = ofKilled();
  const pids = [await start("pulumi", run), await start("pulumi-resource-kubernetes", run)];
  await endLeftProcesses({ stack: "dev" });
  expect(pids.map(isProcess)).toEqual([true, true]);
});

it.skipIf(process.platform !== "linux")("a stack's state is not given up before its processes are ended", async () => {
  const plugin = await start("pulumi-resource-kubernetes", ofKilled());
  await removeStackState({ stack: "dev", project: folder, tools: { pulumi: join(folder, "pulumi") } });
  expect(isProcess(plugin)).toBe(false);
});

it.skipIf(process.platform !== "linux")("finds what a mesh that was killed with its group had started", async () => {
  const plugin = join(folder, "pulumi-resource-kubernetes");
  const module = join(import.meta.dirname, "../../dist/cli/left-processes.js");
  // As the engine does: its plugins have groups of their own.
  const script = `
    const { markRun } = await import(${JSON.stringify(module)});
    const { spawn } = await import("node:child_process");
    const env = { ...process.env, ...markRun("dev") };
    const { pid } = spawn(${JSON.stringify(plugin)}, ["600"], { env, detached: true, stdio: "ignore" });
    console.log(pid);
    setInterval(() => undefined, 1000);
  `;
  const mesh = spawn(process.execPath, ["--input-type=module", "-e", script], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = await new Promise<number>((resolve) => mesh.stdout.once("data", (text: Buffer) => resolve(Number(text))));
  await endLeftProcesses({ stack: "dev" });
  expect(isProcess(pid)).toBe(true);
  process.kill(-mesh.pid!, "SIGKILL");
  await eventually("mesh is gone", () => !isProcess(mesh.pid!));
  expect(isProcess(pid)).toBe(true);
  await endLeftProcesses({ stack: "dev" });
  expect(isProcess(pid)).toBe(false);
});
