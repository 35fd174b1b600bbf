import "../src/cli/require-node.js";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { testFolder } from "./e2e/folder.js";
import { listLiveTests, type Phase } from "./run/phases.mjs";
import { Sequencer } from "./run/sequencer.js";

const unitTests = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && !file.startsWith("e2e/"))
  .map((file) => join("test", file));

/**
 * What mocks modules needs them fresh, and what keeps something running needs a process that ends with it; all other modules are
 * loaded once for all files of a worker, in a third of the time.
 */
const loneTests = unitTests.filter(
  (file) => readFileSync(file, "utf8").includes("vi.mock(") || /\/(keep-running|mutants)\.test\.ts$/.test(file),
);

const unit = {
  // A hang is found as well, and a machine that does other things is no defect.
  testTimeout: 30_000,
  hookTimeout: 120_000,
};

/** The files of a phase of the live tests. */
const live = (phase: Phase) => listLiveTests(join(import.meta.dirname, ".."), phase);

export default defineConfig({
  test: {
    reporters: ["default", "./test/run/report-times.mjs"],
    sequence: { sequencer: Sequencer },
    projects: [
      {
        test: {
          ...unit,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", ...loneTests],
          isolate: false,
        },
      },
      { test: { ...unit, name: "unit-alone", include: loneTests } },
      // What `npm run check:aws` holds against AWS's models; no test of CI.
      { test: { ...unit, name: "aws-models", include: ["test/aws-models/*.record.ts"] } },
      {
        test: {
          name: "e2e",
          include: live("e2e"),
          env: { XDG_STATE_HOME: testFolder },
          globalSetup: ["test/e2e/cluster.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        // Needs no cluster.
        test: {
          name: "page",
          include: live("page"),
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "engine",
          include: live("engine"),
          env: { E2E_FOLDER_EACH: "true" },
          setupFiles: ["test/e2e/own-folder.ts"],
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "policy",
          include: live("policy"),
          // They wait more than they compute, each in a namespace of its own.
          maxWorkers: 2,
          env: { XDG_STATE_HOME: testFolder },
          globalSetup: ["test/e2e/policy/set-up.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
