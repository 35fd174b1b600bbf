// The real command, engine and cluster, without a browser. Does not prove that an update reaches the cluster: the tests of the page do.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type {
  CheckResult,
  HistoryEntry,
  LiveState,
  MeshMap,
  PolicyFile,
  RunEvent,
} from "../../src/console/contract.js";
import { startConsole, type RunningConsole } from "./console.js";
import { checkoutFolder, testFolder } from "./folder.js";
import { mesh } from "./mesh.js";

const file = "stacks/dev/policies/k8s-combat.yaml";
const service = "k8s-combat/k8s-combat-service";
const readFile = () => readFileSync(join(checkoutFolder, file), "utf8");
const started: RunningConsole[] = [];

async function open(...args: string[]): Promise<RunningConsole> {
  const console = await startConsole(...args);
  started.push(console);
  return console;
}

/** The sample application's policies with another time-out. */
async function changeTimeout({ ask }: RunningConsole, timeout: string) {
  const { body } = await ask<PolicyFile>("GET", `/api/file?file=${file}`);
  const text = body.text?.replace("timeout: 5s", `timeout: ${timeout}`);
  return { changes: [{ file, text, version: body.version }] };
}

beforeAll(async () => {
  const { code, output } = await mesh("up", "--yes", "--", "--skip-preview");
  expect(code, output).toBe(0);
});
afterEach(async () => {
  for (const { interrupt, ended } of started.splice(0)) {
    interrupt();
    await ended;
  }
});

describe("a console of the running mesh", () => {
  it("shows the stack, its history and its pods", async () => {
    const { ask, session } = await open();
    expect(session).toMatchObject({ stack: "dev", write: "apply", folder: "stacks/dev/policies" });
    const { body: map } = await ask<MeshMap>("GET", "/api/mesh");
    expect(map.services).toMatchObject([{ id: service, mtls: "STRICT", file, isDeclared: true }]);
    const { body: history } = await ask<HistoryEntry[]>("GET", `/api/history?file=${file}`);
    expect(history.map(({ kind }) => kind)).toContain("update");
    const { body: live } = await ask<LiveState>("GET", `/api/live?service=${service}`);
    expect(live.unreachable).toBeUndefined();
    expect(live.pods.length).toBeGreaterThan(0);
    for (const pod of live.pods) expect(pod).toMatchObject({ ready: true, sidecar: "ready" });
  });

  it("checks and previews a change, and touches no file", async () => {
    const console = await open();
    const before = readFile();
    const changes = await changeTimeout(console, "7s");
    const { body: checked } = await console.ask<CheckResult>("POST", "/api/check", changes);
    expect(checked).toMatchObject({ added: [], removed: [], isStopped: false });
    const names = ["istio-system/www.service1.io.istio-ingressgateway", service];
    const changed = checked.objects.map(({ change, kind, namespace, name }) => [change, kind, `${namespace}/${name}`]);
    expect(changed).toEqual(names.map((name) => ["update", "VirtualService", name]));
    expect(checked.callers).toEqual(["istio-system/istio-ingressgateway"]);

    const events = await console.follow(await console.start({ verb: "preview", ...changes }));
    const steps = events.filter((event) => event.type === "step");
    const said = steps.map(({ operation, resource, state, diff }) => [operation, resource, state, diff]);
    // The engine takes them as the program's promises are kept.
    expect(said.sort()).toEqual(
      names.map((name) => ["update", `mesh-policies-VirtualService/${name}`, "planned", ["spec.http[0].timeout"]]),
    );
    expect(events.find(({ type }) => type === "summary")).toMatchObject({ changes: { update: 2 } });
    expect(events.at(-1)).toEqual({ type: "end", exitCode: 0 });
    expect(readFile()).toBe(before);
  });

  it("passes on why the engine refuses a change", async () => {
    const console = await open("--read-only");
    const before = readFile();
    const changes = await changeTimeout(console, "soon");
    const events = await console.follow(await console.start({ verb: "preview", ...changes }));
    const said = events.filter((event) => event.type === "diagnostic" && event.level === "error");
    const texts = said.map((event) => (event.type === "diagnostic" ? event.message : ""));
    expect(texts.join("\n")).toContain(`${file}:5:1: error MESH0201: \`timeout\` is "soon"`);
    const end = events.at(-1) as Extract<RunEvent, { type: "end" }>;
    expect([end.type, end.exitCode]).not.toEqual(["end", 0]);
    expect((await console.ask("PUT", "/api/files", changes)).status).toBe(403);
    expect((await console.ask("POST", "/api/runs", { verb: "up", ...changes })).status).toBe(403);
    expect(readFile()).toBe(before);
  });

  it("is ended by Ctrl-C in order, with the run that is under way", async () => {
    const console = await open();
    const id = await console.start({ verb: "preview", ...(await changeTimeout(console, "7s")) });
    const followed = console.follow(id);
    const eventLog = join(testFolder, "pulumi-istio", "logs", "pulumi-istio", `dev-preview-${console.pid}.events.json`);
    await expect.poll(() => existsSync(eventLog), { timeout: 60_000 }).toBe(true);
    console.interrupt();
    const end = (await followed).at(-1) as Extract<RunEvent, { type: "end" }>;
    expect([end.type, end.exitCode]).not.toEqual(["end", 0]);
    expect(existsSync(eventLog)).toBe(false);
    const { code, output } = await console.ended;
    expect(code, output).toBe(0);
    expect(output).toContain("ending the console; a run that is under way is ended in order");
    // The stack is free: nothing of the run is left that has it.
    const { code: next, output: said } = await mesh("preview");
    expect(next, said).toBe(0);
  });
});

it("an update that is under way is ended by Ctrl-C in order, and the next one takes it up", async () => {
  const before = readFile();
  const console = await open();
  const changes = await changeTimeout(console, "7s");
  await console.follow(await console.start({ verb: "preview", ...changes }));
  const id = await console.start({ verb: "up", ...changes });
  const followed = console.follow(id);
  const eventLog = join(testFolder, "pulumi-istio", "logs", "pulumi-istio", `dev-up-${console.pid}.events.json`);
  await expect.poll(() => existsSync(eventLog), { timeout: 60_000 }).toBe(true);
  console.interrupt();
  expect((await followed).at(-1)).toEqual({ type: "end", exitCode: 130 });
  const { code, output } = await console.ended;
  expect(code, output).toBe(0);
  // The file says what is wanted; neither a lock nor an operation is left behind.
  expect(readFile()).toBe(before.replace("timeout: 5s", "timeout: 7s"));
  const next = await mesh("up", "--yes");
  expect(next.code, next.output).toBe(0);
  expect(next.output).toContain("~ 2 updated");
  expect(next.output).not.toContain("lock");
  expect(next.output).not.toContain("an earlier run was killed");
  writeFileSync(join(checkoutFolder, file), before);
  expect((await mesh("up", "--yes")).code).toBe(0);
});

describe("options that cannot be", () => {
  it.each([
    [["--port", "none"], '--port is "none"; it must be a number up to 65535'],
    [["--write", "all"], '--write is "all"; allowed are files, apply'],
    [["--read-only", "--write", "files"], "--read-only and --write contradict each other; give one of the two"],
    [["-s", "none"], 'there is no stack "none"'],
  ])("%j", async (args, message) => {
    const { code, output } = await mesh("console", ...args);
    expect(code).toBe(1);
    expect(output).toContain(message);
  });

  it("a port that somebody else has", async () => {
    const { url } = await open();
    const { port } = new URL(url);
    const { code, output } = await mesh("console", "--port", port);
    expect(code).toBe(1);
    expect(output).toContain(`port ${port} is in use; choose another one by --port, or leave it out`);
  });
});
