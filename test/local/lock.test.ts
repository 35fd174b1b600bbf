// Does not prove: anything about two machines or containers that share a folder; a lock knows processes of one machine.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { identifyProcess, isProcess, isRunning, withLock } from "../../src/local/lock.js";
import { start } from "./process.js";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-lock-"));
  file = join(folder, "x.lock");
});

afterEach(() => rmSync(folder, { recursive: true }));

const neverWaits = (pid: number) => {
  throw new Error(`waits for ${pid}`);
};

async function deadProcess(): Promise<string> {
  const { child, ended } = start("--eval", ["0"], {});
  const identity = identifyProcess(child.pid!);
  await ended;
  return identity;
}

test("a lock names its holder, and is gone afterwards", async () => {
  const result = await withLock(file, neverWaits, () => Promise.resolve(readFileSync(file, "utf8")));
  expect(result).toBe(identifyProcess(process.pid));
  expect(existsSync(file)).toBe(false);
});

test("a failing work gives the lock back", async () => {
  await expect(withLock(file, neverWaits, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(file)).toBe(false);
});

test("a lock whose process is gone is taken over", async () => {
  const dead = await deadProcess();
  expect(isRunning(dead)).toBe(false);
  writeFileSync(file, dead);
  expect(await withLock(file, neverWaits, () => Promise.resolve("mine"))).toBe("mine");
});

test("a lock of a process whose number has been given to another is taken over", async () => {
  writeFileSync(file, `${process.pid} 1`);
  expect(await withLock(file, neverWaits, () => Promise.resolve("mine"))).toBe("mine");
});

test("where there is no /proc, as on macOS, a lock of a living process is kept and one of a dead process taken over", async () => {
  vi.spyOn(process, "platform", "get").mockReturnValue("darwin");
  const dead = await deadProcess();
  expect(identifyProcess(process.pid)).toBe(`${process.pid} unknown`);
  expect([isRunning(identifyProcess(process.pid)), isProcess(process.pid)]).toEqual([true, true]);
  expect([isRunning(dead), isProcess(Number(dead.split(" ")[0]))]).toEqual([false, false]);
  writeFileSync(file, dead);
  expect(await withLock(file, neverWaits, () => Promise.resolve("mine"))).toBe("mine");
  vi.restoreAllMocks();
});

test("a lock that is not a file is not waited for", async () => {
  mkdirSync(file);
  await expect(withLock(file, neverWaits, () => Promise.resolve())).rejects.toThrow(
    new Error(
      `the lock ${file} cannot be read (EISDIR: illegal operation on a directory, read); remove it, and try again`,
    ),
  );
});

test.each(["", "nobody", "\0\0\0\0"])("a lock that a full disk cut off is taken over: %j", async (text) => {
  writeFileSync(file, text);
  expect(await withLock(file, neverWaits, () => Promise.resolve("mine"))).toBe("mine");
});

test("works of one lock run one after another, and who waits is told once for whom", async () => {
  const order: string[] = [];
  const waits: number[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await delay(300);
    order.push(`${name} ends`);
  };
  const first = withLock(file, neverWaits, work("first"));
  await Promise.all([first, withLock(file, (pid) => waits.push(pid), work("second"))]);
  expect(order).toEqual(["first begins", "first ends", "second begins", "second ends"]);
  expect(waits).toEqual([process.pid]);
});
