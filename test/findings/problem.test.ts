// Does not prove that a problem has the path of what it is about: the tests of those who find it do.
import { describe, expect, it } from "vitest";
import type { ValuePath } from "../../src/findings/place.js";
import {
  createFinding,
  createProblem,
  createSettingProblem,
  formatSetting,
  moveProblems,
  placeProblem,
} from "../../src/findings/problem.js";

const remedy = "use a number in the named range";

it("gives a problem the level and the remedy of its code, unless it has its own", () => {
  const finding = { code: "MESH0108", level: "error", message: "it is 0", remedy, path: ["replicas"] };
  expect(placeProblem(createProblem(["replicas"], "MESH0108", "it is 0"))).toEqual(finding);
  const own = { ...createProblem(["replicas"], "MESH0108", "it is 0", "use 1"), level: "warning" } as const;
  expect(placeProblem(own)).toEqual({ ...finding, level: "warning", remedy: "use 1" });
});

it("names the setting in front of what is said of it, and keeps that name where the settings are part of others", () => {
  const problem = createSettingProblem(["zones", 1], "MESH0108", "is 0");
  expect(placeProblem(problem)).toMatchObject({ message: "`zones[1]` is 0", path: ["zones", 1] });
  const [moved = problem] = moveProblems(["cluster", "vpc"], [problem]);
  expect(placeProblem(moved)).toMatchObject({ message: "`zones[1]` is 0", path: ["cluster", "vpc", "zones", 1] });
});

it("asks where the value of the path stands, which may be under another path there", () => {
  const resource = { kind: "Service", name: "a" };
  const locate = (path: ValuePath) => ({
    file: "a.yaml",
    document: 1,
    line: 2,
    column: 3,
    path: ["items", 0, ...path],
  });
  expect(placeProblem(createProblem(["kind"], "MESH0108", "it is 0"), { locate, resource })).toEqual({
    ...{ code: "MESH0108", level: "error", message: "it is 0", remedy, resource },
    ...{ file: "a.yaml", document: 1, line: 2, column: 3, path: ["items", 0, "kind"] },
  });
});

it("leaves the path out where a finding is about no value", () => {
  expect(createFinding("MESH0108", "it is 0")).toEqual({
    code: "MESH0108",
    level: "error",
    message: "it is 0",
    remedy,
  });
});

describe("formatSetting", () => {
  it.each<[ValuePath, string]>([
    [[], ""],
    [["vpc", "zones", 1], "vpc.zones[1]"],
    [["labels", "example.com/team"], 'labels["example.com/team"]'],
    [["on-demand"], "on-demand"],
  ])("%j is %s", (path, name) => {
    expect(formatSetting(path)).toBe(name);
  });
});
