// Lock and state files as Pulumi's file backend writes them. Does not prove that a newer Pulumi writes them there: the
// end-to-end tests kill a real run.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { localBackend } from "../../src/cli/engine-environment.js";
import {
  clearDeadLocks,
  findHolder,
  hasPendingOperations,
  hasState,
  placeState,
  readMeshObjects,
  readObjects,
  readOutputs,
  readSalt,
  readUpdateStates,
} from "../../src/cli/engine-state.js";
import { formatHolder } from "../../src/cli/stack-holder.js";

let folder: string;
const dev = { stack: "dev" };
const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
const locks = () => join(localBackend(), ".pulumi", "locks", "organization", "pulumi-istio", "dev");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-state-"));
  vi.stubEnv("XDG_STATE_HOME", folder);
  vi.stubEnv("PULUMI_BACKEND_URL", undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.clearAllMocks();
  rmSync(folder, { recursive: true });
});

function lock(name: string, facts: object): string {
  mkdirSync(locks(), { recursive: true });
  writeFileSync(join(locks(), name), JSON.stringify({ username: "root", timestamp: "2026-09-30T12:00:00Z", ...facts }));
  return join(locks(), name);
}

function putState(state: object): void {
  const stacks = join(localBackend(), ".pulumi", "stacks", "pulumi-istio");
  mkdirSync(stacks, { recursive: true });
  writeFileSync(join(stacks, "dev.json"), JSON.stringify(state));
}

/** A process id that nobody has any more. */
const deadPid = () => spawnSync(process.execPath, ["-e", ""]).pid;

describe("the lock of a run", () => {
  it("that is gone is cleared, and that is said", () => {
    const pid = deadPid();
    lock("a.json", { pid, hostname: hostname() });
    lock("a.json.attrs", {});
    expect(findHolder(dev)).toBeUndefined();
    clearDeadLocks(dev);
    expect(readdirSync(locks())).toEqual([]);
    expect(said.mock.calls).toEqual([[`stack dev: cleared the lock of process ${pid}, which is gone`]]);
  });

  it.each([
    ["that lives", process.pid, hostname()],
    ["that another user owns", 1, hostname()],
    ["of another machine", 4_194_305, "elsewhere"],
  ])("%s is kept, and refused", (_what, pid, host) => {
    const file = lock("a.json", { pid, hostname: host });
    const holder = { pid, host, user: "root", since: "2026-09-30T12:00:00Z", lock: file };
    expect(findHolder(dev)).toEqual(holder);
    expect(() => {
      clearDeadLocks(dev);
    }).toThrow(new Error(formatHolder("dev", holder)));
    expect(existsSync(file)).toBe(true);
    expect(said).not.toHaveBeenCalled();
  });

  it("of which only the attributes were written locks nothing", () => {
    lock("a.json.attrs", {});
    clearDeadLocks(dev);
    expect(said).not.toHaveBeenCalled();
  });

  it("of another stack is not looked at", () => {
    lock("a.json", { pid: process.pid, hostname: hostname() });
    clearDeadLocks({ stack: "staging" });
    expect(readdirSync(locks())).toEqual(["a.json"]);
  });

  it("is not there", () => {
    clearDeadLocks(dev);
    expect(said).not.toHaveBeenCalled();
  });

  it("in a backend of the user's own is not ours to clear", () => {
    const file = lock("a.json", { pid: process.pid, hostname: hostname() });
    vi.stubEnv("PULUMI_BACKEND_URL", "s3://states");
    clearDeadLocks(dev);
    expect(existsSync(file)).toBe(true);
  });
});

describe("the state", () => {
  it("is known where its file is, in our own backend alone", () => {
    expect(hasState(dev)).toBe(false);
    putState({});
    expect(hasState(dev)).toBe(true);
    expect(hasState({ stack: "staging" })).toBe(false);
    vi.stubEnv("PULUMI_BACKEND_URL", "s3://states");
    expect(hasState(dev)).toBeUndefined();
  });

  it.each<[object, boolean]>([
    [{}, false],
    [{ checkpoint: {} }, false],
    [{ checkpoint: { latest: { pending_operations: [] } } }, false],
    [{ checkpoint: { latest: { pending_operations: [{ type: "creating" }] } } }, true],
  ])("%j has pending operations: %s", (state, expected) => {
    expect(hasPendingOperations(dev)).toBe(false);
    putState(state);
    expect(hasPendingOperations(dev)).toBe(expected);
    vi.stubEnv("PULUMI_BACKEND_URL", "s3://states");
    expect(hasPendingOperations(dev)).toBe(false);
  });

  it.each<[object, object | undefined]>([
    [{ checkpoint: { latest: { resources: [] } } }, undefined],
    [{ checkpoint: { latest: { resources: [{ type: "a:b:C" }, { type: "pulumi:pulumi:Stack" }] } } }, undefined],
    [{ checkpoint: { latest: { resources: [{ type: "pulumi:pulumi:Stack", outputs: { a: 1 } }] } } }, { a: 1 }],
  ])("%j has the outputs %j", (state, expected) => {
    expect(readOutputs(dev)).toBeUndefined();
    putState(state);
    expect(readOutputs(dev)).toEqual(expected);
  });
});

describe("broken files", () => {
  const stateFile = () => placeState(dev);
  const gone = "remove it, where the stack's cluster is gone: nothing else is known of the stack";

  it.each([
    ["", "is broken, no JSON: Unexpected end of JSON input"],
    ["{", "is broken, no JSON: Expected property name or '}' in JSON at position 1"],
    ["null", "is broken: it holds null"],
    ['"x"', 'is broken: it holds "x"'],
  ])("a state that is %j is named, with what to do", (text, reason) => {
    putState({});
    writeFileSync(stateFile(), text);
    for (const read of [hasPendingOperations, readOutputs, readObjects, readSalt]) {
      expect(() => read(dev)).toThrow(`${stateFile()} ${reason}`);
      expect(() => read(dev)).toThrow(`; ${gone}`);
    }
    writeFileSync(`${stateFile()}.bak`, "{}");
    expect(() => readOutputs(dev)).toThrow(`; put the state before it in its place, ${stateFile()}.bak`);
  });

  it.each<object>([
    { checkpoint: null },
    { checkpoint: { latest: [] } },
    { checkpoint: { latest: { resources: {}, pending_operations: "none", secrets_providers: 1 } } },
    { checkpoint: { latest: { resources: [null, { type: 1 }, { type: "kubernetes:core/v1:Pod", outputs: "x" }] } } },
  ])("a state of another form holds nothing that we look for: %j", (state) => {
    putState(state);
    const readers = [hasPendingOperations, readOutputs, readObjects, readMeshObjects, readSalt];
    expect(readers.map((read) => read(dev))).toEqual([false, undefined, [], [], undefined]);
  });

  it("a lock is named, and kept", () => {
    const file = lock("a.json", {});
    writeFileSync(file, "");
    expect(() => {
      clearDeadLocks(dev);
    }).toThrow(
      new Error(
        `${file} is broken, no JSON: Unexpected end of JSON input; remove it, if no other run uses the stack dev`,
      ),
    );
    expect(existsSync(file)).toBe(true);
  });
});

it("the salt of the state's passphrase is read, of another provider there is none", () => {
  const put = (type: string) =>
    putState({ checkpoint: { latest: { secrets_providers: { type, state: { salt: "v1:a" } } } } });
  expect(readSalt(dev)).toBeUndefined();
  put("passphrase");
  expect(readSalt(dev)).toBe("v1:a");
  put("cloud");
  expect(readSalt(dev)).toBeUndefined();
});

describe("the states around an update", () => {
  const began = (time: string) => ({ kind: "update", startTime: Date.parse(time) / 1000 });
  const putUpdate = (name: string, update: object, state: string) => {
    const history = join(localBackend(), ".pulumi", "history", "pulumi-istio", "dev");
    mkdirSync(history, { recursive: true });
    writeFileSync(join(history, `${name}.history.json`), JSON.stringify(update));
    writeFileSync(join(history, `${name}.checkpoint.json`), JSON.stringify({ state }));
  };

  it("are that of the update before and its own; of the first there is none before", () => {
    putUpdate("dev-1764400000000000000", began("2026-11-29T10:00:00Z"), "one");
    putUpdate("dev-1764400100000000000", began("2026-11-29T10:05:00Z"), "two");
    expect(readUpdateStates(dev, "2026-11-29T10:05:00.000Z")).toEqual({
      before: { state: "one" },
      after: { state: "two" },
    });
    expect(readUpdateStates(dev, "2026-11-29T10:00:00.000Z")).toEqual({
      before: undefined,
      after: { state: "one" },
    });
  });

  it("are not known of an update that there is none of, nor in another backend", () => {
    expect(readUpdateStates(dev, "2026-11-29T10:00:00.000Z")).toBeUndefined();
    putUpdate("dev-1764400000000000000", began("2026-11-29T10:00:00Z"), "one");
    expect(readUpdateStates(dev, "2026-11-29T10:00:01.000Z")).toBeUndefined();
    vi.stubEnv("PULUMI_BACKEND_URL", "s3://states");
    expect(readUpdateStates(dev, "2026-11-29T10:00:00.000Z")).toBeUndefined();
  });
});
