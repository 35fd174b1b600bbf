// A reporter of vitest's: how long each file took, for the table at the end of `npm test`.
import { appendFileSync } from "node:fs";
import { relative } from "node:path";

export default class ReportTimes {
  /** @param {import("vitest/node").TestModule} module */
  onTestModuleEnd(module) {
    const file = process.env.TEST_TIMES;
    if (file === undefined) return;
    const { duration, collectDuration, prepareDuration, setupDuration } = module.diagnostic();
    const tests = [...module.children.allTests()];
    const row = {
      phase: module.project.name,
      file: relative(process.cwd(), module.moduleId),
      seconds: (duration + collectDuration + prepareDuration + setupDuration) / 1000,
      tests: tests.length,
      failed: tests.filter((test) => test.result().state === "failed").length,
    };
    appendFileSync(file, `${JSON.stringify(row)}\n`);
  }
}
