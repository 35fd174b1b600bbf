// The verb itself. Does not prove that the command line knows it, which is one line of src/cli/main.ts.
import { afterEach, expect, it, vi } from "vitest";
import { schema } from "../../src/cli/schema.js";
import { computeJsonSchema } from "../../src/policy/json-schema.js";

const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
afterEach(() => {
  vi.restoreAllMocks();
});

it("prints the JSON Schema of policy documents, and nothing else", () => {
  schema();
  const text = printed.mock.calls.map(([line]) => String(line)).join("\n");
  expect(JSON.parse(text)).toEqual(computeJsonSchema());
  expect(text.split("\n").slice(0, 2)).toEqual(["{", '  "title": "Policy document of pulumi-istio",']);
});
