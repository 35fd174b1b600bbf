// The schema of the standard itself, out of a Go module that go.sum verifies. Does not prove what code scanning shows of a log.
import { Ajv } from "ajv";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { formatAsSarif } from "../../src/cli/formats/sarif.js";
import { codes, type Code } from "../../src/findings/codes.js";
import { createFinding } from "../../src/findings/problem.js";
import { downloadModule } from "../../src/local/tools/go-build.js";
import { projectFolder } from "./folder.js";

let findFaults: (log: unknown) => string[];

beforeAll(async () => {
  const module = await downloadModule(join(projectFolder, "test/fixtures/sarif"), "github.com/owenrumney/go-sarif/v3");
  const source = readFileSync(join(module, "pkg/report/v210/sarif/schema.go"), "utf8");
  const schema = JSON.parse(source.slice(source.indexOf("{"), source.lastIndexOf("}") + 1)) as Record<string, unknown>;
  expect(schema.id).toBe("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
  // Draft 4 differs from what ajv reads by the name of `id`, and by boolean bounds, which are not in there.
  delete schema.$schema;
  delete schema.id;
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  findFaults = (log) =>
    validate(log) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
});

const place = { file: "shop/my policies: 1.yaml", line: 3, column: 4 };
const resource = { kind: "VirtualService", namespace: "shop", name: "reviews" };
const findings = (Object.keys(codes) as Code[]).flatMap((code) => [
  createFinding(code, "no place"),
  { ...createFinding(code, "a place"), ...place, resource },
  { ...createFinding(code, "a file"), file: "/srv/a.yaml", resource: { kind: "Namespace", name: "shop" } },
]);

it.each([
  ["findings of every code, with and without a place", findings],
  ["no findings", []],
])("a log of %s keeps to the standard", (_what, some) => {
  expect(findFaults(JSON.parse(formatAsSarif(some)))).toEqual([]);
});

it("a log with a line 0 does not", () => {
  const log: unknown = JSON.parse(formatAsSarif([{ ...createFinding("IST0101", "a place"), ...place, line: 0 }]));
  expect(findFaults(log)).toEqual(["/runs/0/results/0/locations/0/physicalLocation/region/startLine must be >= 1"]);
});
