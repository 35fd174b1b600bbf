// The end of `npm test`: the times, and what failed.

const slowest = 10;

/**
 * @typedef {{ name: string, seconds: number, processor: number, failed: boolean }} Phase `processor`: seconds, of all that it started and waited for
 * @typedef {{ phase: string, file: string, seconds: number, tests: number, failures: { test: string, message: string }[] }} File
 */

/**
 * @param {readonly Phase[]} phases
 * @param {readonly File[]} files
 * @param {number} seconds that all of it took
 */
export function formatTimes(phases, files, seconds) {
  const rows = phases.map(({ name, seconds, processor, failed }) => {
    const own = files.filter(({ phase }) => phase === name);
    const tests = own.reduce((sum, { tests }) => sum + tests, 0);
    return [
      name,
      formatSeconds(seconds),
      formatSeconds(processor),
      tests === 0 ? "" : String(tests),
      failed ? "FAILED" : "passed",
    ];
  });
  const slow = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, slowest);
  const failures = files.flatMap(({ file, failures }) => failures.map((failure) => formatFailure(file, failure)));
  return [
    formatColumns(["phase", "time", "processor", "tests", "result"], rows),
    `all of it: ${formatSeconds(seconds)}`,
    formatColumns(
      ["slowest files", "time"],
      slow.map(({ file, seconds }) => [file, formatSeconds(seconds)]),
    ),
    ...(failures.length === 0 ? [] : [["failed", ...failures].join("\n")]),
  ].join("\n\n");
}

function formatFailure(file, { test, message }) {
  return [[file, test].filter((part) => part !== "").join(" > "), `  ${message}`].join("\n");
}

/** 7 s, 3 min 20 s */
function formatSeconds(seconds) {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function formatColumns(header, rows) {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const format = (row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd();
  return [header, ...rows].map(format).join("\n");
}
