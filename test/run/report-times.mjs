// A reporter of vitest's: how long each file took and what failed in it, for the end of `npm test`.
import { appendFileSync } from "node:fs";
import { relative } from "node:path";

export default class ReportTimes {
  /** @param {import("vitest/node").TestModule} module */
  onTestModuleEnd(module) {
    const { duration, collectDuration, prepareDuration, setupDuration } = module.diagnostic();
    const parts = [module, ...module.children.allSuites(), ...module.children.allTests()];
    report({
      phase: module.project.name,
      file: relative(process.cwd(), module.moduleId),
      seconds: (duration + collectDuration + prepareDuration + setupDuration) / 1000,
      tests: parts.filter(({ type }) => type === "test").length,
      failures: parts.flatMap(describeFailure),
    });
  }

  /** Errors of no test fail a run, too. */
  onTestRunEnd(_modules, unhandled) {
    if (unhandled.length === 0) return;
    const failures = unhandled.map((error) => ({ test: "", message: readFirstLine(error) }));
    report({ phase: "", file: "outside of tests", seconds: 0, tests: 0, failures });
  }
}

function report(row) {
  if (process.env.TEST_TIMES !== undefined) appendFileSync(process.env.TEST_TIMES, `${JSON.stringify(row)}\n`);
}

/** The errors of a test, or those of a suite's or a file's own hooks. */
function describeFailure(part) {
  const errors = part.type === "test" ? (part.result().errors ?? []) : part.errors();
  return errors.map((error) => ({ test: part.fullName ?? "", message: readFirstLine(error) }));
}

function readFirstLine({ message }) {
  return message.split("\n", 1)[0];
}
