// Does not prove: how it looks on a real terminal; it reads the text that one would get.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { computeLeft, createProgress, formatElapsed, formatLeft } from "../../src/local/progress.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createScreen(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, columns: 40, write: (text: string) => written.push(text) > 0 };
  return { report: createProgress(stream), written };
}

test("without a terminal a step is two lines: what starts, and what became of it", () => {
  const { report, written } = createScreen(false);
  const step = report.step("pulumi", "building", 180);
  vi.advanceTimersByTime(5000);
  step.done("built");
  step.fail();
  report.close();
  expect(written).toEqual(["pulumi: building (about 3 min)\n", "pulumi: built, 5 s\n"]);
});

test("a step that ends at once is one line", () => {
  const { report, written } = createScreen(false);
  report.step("pulumi", "looking").done("cached");
  vi.advanceTimersByTime(1000);
  expect(written).toEqual(["pulumi: cached\n"]);
});

test("a changed state is a line, the same state again is not", () => {
  const { report, written } = createScreen(false);
  const step = report.step("kubelet", "building");
  step.state("waiting");
  step.state("waiting");
  expect(written).toEqual(["kubelet: waiting\n"]);
});

test("a long step gives a sign of life every 30 s, several with the same state in one line", () => {
  const { report, written } = createScreen(false);
  for (const name of ["kubelet", "kubectl"]) report.step(name, "building", 660);
  vi.advanceTimersByTime(61_000);
  report.close();
  vi.advanceTimersByTime(61_000);
  expect(written.slice(2)).toEqual([
    "kubelet, kubectl: still building, 30 s, about 11 min left\n",
    "kubelet, kubectl: still building, 1 min 0 s, about 10 min left\n",
  ]);
});

test("on a terminal running steps are redrawn in place, ended ones stay above", () => {
  const { report, written } = createScreen(true);
  const first = report.step("one", "building");
  report.step("two", "a state that is longer than the terminal is wide");
  first.done("built");
  report.close();
  const plain = written.map((text) => text.replace(/\x1b\[\d*m/g, ""));
  expect(plain[0]).toBe("\r\x1b[Jone  building  0 s\n");
  expect(plain[1]).toBe("\x1b[1A\r\x1b[Jone  building  0 s\ntwo  a state that is longer than the te\n");
  expect(plain[2]).toBe("\x1b[2A\r\x1b[J✓ one  built\ntwo  a state that is longer than the te\n");
});

test("elapsed time is said in the unit that fits", () => {
  expect([300, 59_999, 60_000, 3_900_000].map(formatElapsed)).toEqual(["", "59 s", "1 min 0 s", "1 h 5 min"]);
});

test("the time left follows from the share that is done, and before that from what was expected", () => {
  expect(computeLeft(100, 0.25, 1000)).toBe(300);
  expect(computeLeft(100, 0.01, 1000)).toBe(900);
  expect(computeLeft(1100, 0.01, 1000)).toBeUndefined();
  expect(computeLeft(100, 0, undefined)).toBeUndefined();
  expect(computeLeft(100, 1, 1000)).toBeUndefined();
  expect([3, 41, 89, 91].map(formatLeft)).toEqual(["10 s", "50 s", "1 min", "2 min"]);
});

test("a step that tells its share says how long it will still take", () => {
  const { report, written } = createScreen(false);
  const step = report.step("kubelet", "building", 6000);
  vi.advanceTimersByTime(29_000);
  step.share(0.2);
  vi.advanceTimersByTime(1000);
  report.close();
  expect(written.at(-1)).toBe("kubelet: still building, 30 s, about 2 min left\n");
});
