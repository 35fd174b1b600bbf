// Does not prove that the API server takes every object named after the revision.
import { expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import { findRevisionProblems } from "../../../src/istio/control-plane/revision.js";

const must = 'but must be a DNS label of 1-56 characters (a-z, 0-9, "-"; no ".")';

it.each(["1-31-1", "canary", "a", "x".repeat(56)])("accepts %j", (revision) => {
  expect(findRevisionProblems(revision)).toEqual([]);
});

it.each([
  ["1.31.1", `error MESH0107: \`revision\` is "1.31.1", ${must}; write it as "1-31-1"`],
  ["Canary_2", `error MESH0107: \`revision\` is "Canary_2", ${must}; write it as "canary-2"`],
  ["", `error MESH0107: \`revision\` is "", ${must}; use lower-case letters, digits and \`-\`, as in 1-31-1`],
  ["x".repeat(57), `error MESH0107: \`revision\` is "${"x".repeat(57)}", ${must}; write it as "${"x".repeat(56)}"`],
  ["default", 'error MESH0107: `revision` is "default", which means no revision; leave `revision` out'],
])("refuses %j", (revision, expected) => {
  expect(findRevisionProblems(revision).map(formatProblem)).toEqual([expected]);
});
