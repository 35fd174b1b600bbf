// Does not prove: that go names packages and costs as these texts do; every build of a tool shows it (`npm run bench:cold`).
import { expect, test } from "vitest";
import { computeShare, summarizeActions } from "../../../src/local/tools/go-progress.js";

const stale = {
  packages: new Map([
    ["k8s.io/api", 600],
    ["fmt", 200],
  ]),
  links: 200,
};

test("the share of a build counts the sources of the packages that its log names, and leaves some for linking", () => {
  expect(computeShare(stale, "$ go build -v\n")).toBe(0);
  expect(computeShare(stale, "$ go build -v\nfmt\nnot/stale\n")).toBe(0.2);
  expect(computeShare(stale, "$ go build -v\nfmt\nk8s.io/api\n")).toBe(0.8);
});

test("go's account of a build is one line: what was compiled and linked, without what was cached", () => {
  const second = 1_000_000_000;
  const actions = [
    { Mode: "build", CmdUser: 2 * second, CmdSys: second },
    { Mode: "build", CmdUser: second / 2 },
    { Mode: "build" },
    { Mode: "link", CmdUser: 4 * second },
    { Mode: "nop" },
  ];
  expect(summarizeActions(JSON.stringify(actions))).toBe(
    "processor time: 3.5 s for compiling 2 packages, 4.0 s for linking 1 programs",
  );
});
