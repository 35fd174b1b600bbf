import type { CodeFacts } from "./code-facts.js";

/** Codes of tests of a mesh, MESH05…. */
export const testCodes = {
  MESH0501: {
    name: "test-invalid",
    level: "error",
    description: "A test is not valid YAML, has an unknown key, or has a value of the wrong type.",
    remedy: "correct the test",
  },
  MESH0502: {
    name: "test-duplicate",
    level: "error",
    description: "Two tests of a stack have the same name.",
    remedy: "rename one of them",
  },
  MESH0503: {
    name: "test-request-invalid",
    level: "error",
    description:
      "The request of a test names a caller or a host that the mesh does not have, or contradicts itself. Or the test expects a Service that does not exist.",
    remedy: "correct the test, or declare what it names",
  },
  MESH0504: {
    name: "test-failed",
    level: "error",
    description: "A request meets something else in the mesh than its test expects.",
    remedy: "correct the policy, or the test if the change is intended",
  },
} as const satisfies Record<string, CodeFacts>;
