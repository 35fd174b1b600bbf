// Does not prove: that a machine needs the time that is said; the costs are measured by `npm run bench:cold`.
import { expect, test, vi } from "vitest";
import { describeWork, estimateSeconds, lookAtMachine } from "../../../src/local/tools/estimate.js";

test("work is spread over the cores, takes longer on slow ones, and shares them with what runs already", () => {
  expect(estimateSeconds(600, { cores: 2, load: 0, slowness: 1 })).toBe(300);
  expect(estimateSeconds(600, { cores: 2, load: 0, slowness: 2 })).toBe(600);
  expect(estimateSeconds(600, { cores: 2, load: 2, slowness: 1 })).toBe(600);
  expect(estimateSeconds(600, { cores: 2, load: 30, slowness: 1 })).toBe(1200);
  expect(estimateSeconds(600, { cores: 8, load: 0, slowness: 1 })).toBe(75);
});

test("one line says what is ahead, and that the machine is busy where it is", () => {
  const rest = "an interrupted build goes on where it was";
  expect(describeWork(12, 400, { cores: 2, load: 0.4, slowness: 1 })).toBe(
    `building 12 tools from source, once: about 7 min on this machine of 2 cores; ${rest}`,
  );
  expect(describeWork(1, 40, { cores: 4, load: 3.2, slowness: 1 })).toBe(
    `building 1 tool from source, once: less than a minute on this machine of 4 cores, which is busy (load 3); ${rest}`,
  );
});

test("this machine has cores and a speed", () => {
  const { cores, slowness } = lookAtMachine();
  expect(cores).toBeGreaterThan(0);
  expect(slowness).toBeGreaterThan(0);
});

test("its speed is that of its processor time, since waiting for a processor is the load's to say", () => {
  // Microseconds.
  const usage = vi.spyOn(process, "cpuUsage").mockReturnValue({ user: 30_000, system: 8_000 });
  expect(lookAtMachine().slowness).toBe(2);
  usage.mockRestore();
});
