import { file as fileUnder } from "../../mesh/selection.js";
import { hasPassed, type TestResult } from "../../simulate/tests/run-tests.js";
import { describeFailure } from "./format-text.js";

/** JUnit's XML, a suite a file. Source: https://github.com/testmoapp/junitxml. */
export function formatTestsAsJunit(results: readonly TestResult[]): string {
  const suites = new Map<string, TestResult[]>();
  for (const result of results) fileUnder(suites, result.test.locate([]).file ?? "", result);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${formatCounts(results)}>`,
    ...[...suites].flatMap(([file, ofFile]) => formatSuite(file, ofFile)),
    "</testsuites>",
  ].join("\n");
}

function formatSuite(file: string, results: readonly TestResult[]): string[] {
  const head = `  <testsuite name="${escapeXml(file)}" ${formatCounts(results)}>`;
  return [head, ...results.map((result) => formatCase(file, result)), "  </testsuite>"];
}

function formatCounts(results: readonly TestResult[]): string {
  const failures = results.filter((result) => !hasPassed(result)).length;
  const milliseconds = results.reduce((sum, result) => sum + result.milliseconds, 0);
  return `tests="${results.length}" failures="${failures}" time="${formatSeconds(milliseconds)}"`;
}

function formatCase(file: string, result: TestResult): string {
  const { test, differences, milliseconds } = result;
  const { line } = test.locate(["name"]);
  const place = `file="${escapeXml(file)}"${line === undefined ? "" : ` line="${line}"`}`;
  const head = `    <testcase name="${escapeXml(test.name)}" classname="${escapeXml(file)}" ${place} time="${formatSeconds(milliseconds)}"`;
  const [first] = differences;
  if (first === undefined) return `${head}/>`;
  const message = escapeXml(`expected ${first.expected}; actual ${first.actual}`);
  const text = escapeXml(describeFailure(result).join("\n"));
  return `${head}>\n      <failure message="${message}">${text}</failure>\n    </testcase>`;
}

function formatSeconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(6);
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 has no control characters but these three, not even escaped. */
function escapeXml(text: string): string {
  const allowed = text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
  return allowed.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
