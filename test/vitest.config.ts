import { defineConfig } from "vitest/config";
import { testFolder } from "./e2e/folder.js";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/*.test.ts"],
          env: { XDG_STATE_HOME: testFolder },
          globalSetup: ["test/e2e/cluster.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "policy",
          include: ["test/e2e/policy/*.test.ts"],
          env: { XDG_STATE_HOME: testFolder },
          globalSetup: ["test/e2e/policy/set-up.ts"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
