// Which live tests the changed files can break, beside the unit tests, which follow imports by themselves. A file selects the tests
// that are the fewest imports away: `mesh` reaches nearly all of src, and the test of one kind of policy is nearer.
import { findPhase, listLiveTests, phases } from "./phases.mjs";
import { readImports } from "./imports.mjs";
import { findStarted } from "./started.mjs";

/** Of each the nearest tests are selected. Phases that make a cluster count as one, since that takes longest. */
const groups = [["e2e", "policy"], ["page"], ["engine"]];

/**
 * Reads which live tests each file of a project selects.
 * @param {string} project its folder
 * @returns {(file: string) => string[]} paths from the project's folder on
 */
export function createSelect(project) {
  const imports = readImports(project, ["src", "test"]);
  const measured = groups.map((group) => {
    const tests = group.flatMap((phase) => listLiveTests(project, phase));
    return tests.map((test) => [test, measure(test, imports)]);
  });
  return (file) => measured.flatMap((tests) => findNearest(file, tests));
}

/**
 * @param {readonly string[]} files that changed
 * @param {(file: string) => string[]} select
 * @returns {string[][]} each an npm script and the live tests that it is to run
 */
export function findAffected(files, select) {
  const found = [...new Set(files.flatMap(select))].sort();
  return phases.flatMap((phase) => {
    const tests = found.filter((test) => findPhase(test) === phase);
    return tests.length === 0 ? [] : [[`test:${phase}`, ...tests]];
  });
}

/** How many imports each file is away from a test; what the test runs counts as imported. */
function measure(test, imports) {
  const started = findStarted(test);
  const isStarted = (file) => started.some((path) => (path.endsWith("/") ? file.startsWith(path) : file === path));
  const known = new Map([[test, 0]]);
  let next = [...(imports.get(test) ?? []), ...[...imports.keys()].filter(isStarted)];
  for (let distance = 1; next.length > 0; distance++) {
    const reached = new Set(next.filter((file) => !known.has(file)));
    for (const file of reached) known.set(file, distance);
    next = [...reached].flatMap((file) => imports.get(file) ?? []);
  }
  // What is no module, such as a stack's file, is in no import.
  return (file) => known.get(file) ?? (isStarted(file) ? 1 : Infinity);
}

function findNearest(file, tests) {
  const distances = tests.map(([, measured]) => measured(file));
  const nearest = Math.min(...distances);
  return nearest === Infinity ? [] : tests.flatMap(([test], index) => (distances[index] === nearest ? [test] : []));
}
