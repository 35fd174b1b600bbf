// Does not prove that fewer at a time are slower or faster.
import { expect, it } from "vitest";
import { createLimit } from "../../../src/status/read/limit.js";

it("runs so many at a time, in their order, also after one that fails", async () => {
  const limit = createLimit(2);
  const log: string[] = [];
  let running = 0;
  let most = 0;
  const run = (name: string, fails = false) =>
    limit(async () => {
      log.push(name);
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([run("a"), run("b", true), run("c"), run("d"), run("e")]);
  expect(log).toEqual(["a", "b", "c", "d", "e"]);
  expect(most).toBe(2);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", ...Array(3).fill("fulfilled")]);
});
