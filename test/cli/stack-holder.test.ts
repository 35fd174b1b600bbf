// Does not prove that two machines which share a state folder see each other before the engine's own lock is there.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { formatHolder, withStack } from "../../src/cli/stack-holder.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-holder-"));
  vi.stubEnv("XDG_STATE_HOME", folder);
  vi.stubEnv("PULUMI_BACKEND_URL", undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A run that has begun, and what ends it. */
async function hold(stack: string): Promise<() => Promise<void>> {
  let end = (): void => undefined;
  const work = new Promise<void>((resolve) => (end = resolve));
  let run = Promise.resolve();
  await new Promise<void>((resolve) => {
    run = withStack({ stack }, () => {
      resolve();
      return work;
    });
  });
  return async () => {
    end();
    await run;
  };
}

const lock = () => join(folder, "pulumi-istio", "runs", "pulumi-istio", "dev.lock");

it("the second of two runs is told who has the stack, since when, and to wait", async () => {
  const end = await hold("dev");
  const second = withStack({ stack: "dev" }, () => Promise.reject(new Error("both run")));
  const message = await second.catch((error: Error) => error.message);
  const start = `the stack dev is in use by process ${process.pid} of ${userInfo().username} on ${hostname()} since `;
  expect(message).toMatch(
    new RegExp(
      `^${start}\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z, which still runs; wait until it has ended and try again \\(lock ${lock()}\\)$`,
    ),
  );
  await end();
});

it("the stack is free afterwards, also after a failure, and another stack is free all the time", async () => {
  const end = await hold("dev");
  expect(await withStack({ stack: "prod" }, () => Promise.resolve("ran"))).toBe("ran");
  await end();
  await expect(withStack({ stack: "dev" }, () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(existsSync(lock())).toBe(false);
});

it("another backend has ways of its own", async () => {
  vi.stubEnv("PULUMI_BACKEND_URL", "s3://states");
  expect(await withStack({ stack: "dev" }, () => Promise.resolve(existsSync(lock())))).toBe(false);
});

it("of a run on another machine it is said that only there can be seen whether it goes on", () => {
  const holder = { pid: 12, host: "elsewhere", user: "ann", since: "2026-11-30T12:00:00Z", lock: "/locks/a.json" };
  expect(formatHolder("dev", holder)).toBe(
    "the stack dev is in use by process 12 of ann on elsewhere since 2026-11-30T12:00:00Z; wait until it has ended and try again. " +
      "This machine cannot see whether it still runs: where it was killed, remove the lock /locks/a.json",
  );
});
