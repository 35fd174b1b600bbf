// Counts what is under way. Does not prove how many requests an API server takes.
import { expect, it } from "vitest";
import { inLanes } from "../../src/cluster-access/in-lanes.js";

const numbers = Array.from({ length: 10 }, (_, index) => index);
const later = () => new Promise((resolve) => setImmediate(resolve));

it("does the work for each, so many at a time", async () => {
  const done: number[] = [];
  let [running, most] = [0, 0];
  await inLanes(numbers, 3, async (one) => {
    running += 1;
    most = Math.max(most, running);
    await later();
    running -= 1;
    done.push(one);
  });
  expect([done, most]).toEqual([numbers, 3]);
});

it("ends a lane whose work fails, and says why", async () => {
  const tried: number[] = [];
  const fail = async (one: number) => {
    tried.push(one);
    await later();
    throw new Error(`no ${one}`);
  };
  await expect(inLanes(numbers, 3, fail)).rejects.toThrow("no 0");
  await later();
  expect(tried).toEqual([0, 1, 2]);
});
