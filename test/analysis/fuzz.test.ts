// Spoilt documents through all of the analysis. Does not prove that no document exists that ends the program or takes long, nor
// anything of documents above some 100 kB; memory is looked at as what stays once all is done, not as what is held meanwhile.
import { runInNewContext, runInThisContext } from "node:vm";
import { setFlagsFromString } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formats } from "../../src/cli/formats/all.js";
import { codes, type Code } from "../../src/findings/codes.js";
import { formatFinding, type Finding } from "../../src/findings/finding.js";
import { findFindings, listDoubles } from "./fuzz-run.js";
import { definition } from "./fuzz-definition.js";
import { sarifForm } from "../cli/formats/sarif-form.js";
import { arbitraryTexts, readOriginals } from "./mutation.js";

/** How many documents there are in one text. */
const together = 4;
const documents = Number(process.env.DEEP_FUZZ ?? 2000);
const seed = 5;
/** Milliseconds. No text takes one second; what takes this long on a machine that does much else has no end. */
const hang = 60_000;

const originals = readOriginals([definition]);
const texts = arbitraryTexts(originals, together);

describe("spoilt documents", { timeout: hang + documents * 100 }, () => {
  it("are analyzed to the end, and what is said of them can be printed in every form", () => {
    check(documents / together, (all) => {
      const files = { "all.yaml": all.join("\n---\n") };
      const findings = findFindings(files);
      for (const finding of findings) checkFinding(finding, files);
      checkFormats(findings);
    });
  });

  it("give the same findings each time, and in whichever order of files they stand", () => {
    check(documents / together / 4, (all) => {
      const files = all.map((text, index): [string, string] => [`${index}.yaml`, text]);
      const there = findFindings(Object.fromEntries(files));
      expect(findFindings(Object.fromEntries(files))).toEqual(there);
      if (listDoubles(Object.fromEntries(files)).length > 0) return;
      const back = findFindings(Object.fromEntries([...files].reverse()));
      expect(back.map(forgetPlace).sort()).toEqual(there.map(forgetPlace).sort());
    });
  });

  it("leave no memory behind", () => {
    const run = () => check(documents / together / 20, (all) => void findFindings({ "all.yaml": all.join("\n---\n") }));
    run();
    const before = measureHeap();
    run();
    expect(measureHeap() - before).toBeLessThan(20_000_000);
  });
});

function check(count: number, judge: (all: string[]) => void): void {
  const property = fc.property(texts, (all) => endWithin(hang, () => judge(all)));
  fc.assert(property, { seed, numRuns: Math.ceil(count) });
}

/** Vitest's own limit cannot end what never gives way. */
function endWithin(timeout: number, run: () => void): void {
  Object.assign(globalThis, { fuzzRun: run });
  runInThisContext("fuzzRun()", { timeout });
}

function measureHeap(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}

function checkFinding(finding: Finding, files: Readonly<Record<string, string>>): void {
  const { code, level, message, file, line = 1, column = 1 } = finding;
  expect(codes[code as Code].level, code).toBe(level);
  expect(message, code).not.toBe("");
  expect(formatFinding(finding)).not.toMatch(/\p{Cc}/u);
  if (file === undefined) return;
  const lines = files[file]?.split("\n") ?? [];
  expect(line).toBeLessThanOrEqual(lines.length);
  expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
  expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
}

function checkFormats(findings: readonly Finding[]): void {
  const {
    text = "",
    json = "",
    sarif = "",
    github = "",
  } = Object.fromEntries(Object.entries(formats).map(([name, format]) => [name, format(findings)]));
  expect(text.split("\n").length).toBe(findings.length + 1);
  const { findings: written, counts } = JSON.parse(json) as { findings: Finding[]; counts: Record<string, number> };
  expect(written.map(({ code }) => code)).toEqual(findings.map(({ code }) => code));
  for (const level of ["error", "warning", "info"]) {
    expect(counts[level]).toBe(findings.filter((finding) => finding.level === level).length);
  }
  expect(sarifForm.parse(JSON.parse(sarif)).runs[0]?.results.length).toBe(findings.length);
  const commands = github === "" ? [] : github.split(/[\r\n]/);
  expect(commands.length).toBe(findings.length);
  expect(commands.filter((command) => !/^::(error|warning|notice) [^:]*::[^]/u.test(command))).toEqual([]);
}

/** Messages name other documents by where they stand. */
function forgetPlace({ code, message, remedy, resource }: Finding): string {
  return JSON.stringify([code, message, remedy, resource]).replaceAll(/\d\.yaml(:\d+)?/g, "a file");
}
