// The verb itself. Does not prove that the command line knows it, which is some lines of src/cli/commands.ts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { schema } from "../../src/cli/schema.js";
import { computeJsonSchema } from "../../src/policy/documents/json-schema.js";
import { computeTestJsonSchema } from "../../src/simulate/tests/request-test.js";

afterEach(() => {
  vi.restoreAllMocks();
});

it("prints the JSON Schema of policy documents, and nothing else", () => {
  const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  schema({});
  const text = printed.mock.calls.map(([part]) => String(part)).join("");
  printed.mockRestore();
  expect(JSON.parse(text)).toEqual(computeJsonSchema());
  expect(text.split("\n").slice(0, 2)).toEqual(["{", '  "title": "Policy document of pulumi-istio",']);
});

it("prints that of tests, and says which there are", () => {
  const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  schema({}, "tests");
  const text = printed.mock.calls.map(([part]) => String(part)).join("");
  printed.mockRestore();
  expect(JSON.parse(text)).toEqual(computeTestJsonSchema());
  expect(() => schema({}, "test")).toThrow(
    new Error('mesh schema has no "test"; it has policies, tests; did you mean "tests"?'),
  );
});

it("writes it to a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-schema-"));
  const output = join(folder, "policy.schema.json");
  schema({ output });
  expect(JSON.parse(readFileSync(output, "utf8"))).toEqual(computeJsonSchema());
  rmSync(folder, { recursive: true });
});

it("says why it cannot be written", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-schema-"));
  writeFileSync(join(folder, "file"), "");
  const say = (output: string) => () => schema({ output });
  expect(say(folder)).toThrow(new Error(`--output ${folder} cannot be written: it is a folder`));
  expect(say(`${folder}/no/a.json`)).toThrow(
    new Error(`--output ${folder}/no/a.json cannot be written: there is no such folder`),
  );
  expect(say(`${folder}/file/a.json`)).toThrow(
    new Error(`--output ${folder}/file/a.json cannot be written: what should be a folder is a file`),
  );
  rmSync(folder, { recursive: true });
});
