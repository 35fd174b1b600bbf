// Files in a folder of its own, and the verb in this process. Does not prove that the rules find what they should.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

const start = process.cwd();
let folder: string;
let printed: string[];
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-analyze-"));
  process.chdir(folder);
  printed = [];
  said = [];
  vi.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
  vi.spyOn(console, "error").mockImplementation((text: string) => void said.push(stripVTControlCharacters(text)));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

/** Runs the whole command line; @returns its exit code */
async function mesh(...args: string[]): Promise<unknown> {
  const argv = process.argv;
  process.argv = ["node", "mesh", ...args];
  vi.resetModules();
  try {
    await import("../../src/cli/main.js");
    return process.exitCode;
  } finally {
    process.argv = argv;
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function setStandardInput(text: string): void {
  vi.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([Buffer.from(text)]) as never);
}

const sidecar = (namespace: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default${namespace} }
spec: { outboundTrafficPolicy: { egressProxy: { host: a } } }
`;
const said3 = "warning IST0002: outboundTrafficPolicy.egressProxy is ignored; remove it";
const policies = "service: shop/reviews\ntimeout: 1s\n---\nservice: shop/reviews\n";

it("reads files, folders and standard input, each file once", async () => {
  write("one.txt", sidecar(""));
  write("all/b.yml", sidecar(", namespace: b"));
  write(
    "all/deep/c.json",
    JSON.stringify({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "c", labels: { "istio-injection": "enabled" } },
    }),
  );
  write("all/deep/a.yaml", `${sidecar(", namespace: c")}---\n# nothing\n`);
  write("all/.git/no.yaml", "{");
  write("all/node_modules/no.yaml", "{");
  write("all/kustomization.yaml", "resources: [b.yml]");
  write("all/notes.md", "{");
  symlinkSync(folder, join(folder, "all", "loop"));
  setStandardInput(sidecar(", namespace: d"));
  expect(await mesh("analyze", "one.txt", "-", "all", "all/b.yml")).toBe(0);
  expect(printed).toEqual([
    [
      `all/b.yml:5:34: ${said3}`,
      `all/deep/a.yaml:5:34: ${said3}`,
      `one.txt:5:34: ${said3}`,
      `stdin:5:34: ${said3}`,
      "4 warnings",
    ].join("\n"),
  ]);
  expect(said).toEqual([]);
});

it("puts objects without a namespace into the one that is asked for", async () => {
  write("a.yaml", sidecar(""));
  await mesh("analyze", "a.yaml", "--namespace", "123", "--format", "json");
  await mesh("analyze", "a.yaml", "--format=json");
  const resources = printed.map((text) => (JSON.parse(text) as { findings: { resource: unknown }[] }).findings[0]);
  expect(resources.map((finding) => finding?.resource)).toEqual([
    { kind: "Sidecar", namespace: "123", name: "default" },
    { kind: "Sidecar", namespace: "default", name: "default" },
  ]);
});

it.each([
  [[], 0],
  [["--fail-on", "error"], 0],
  [["--fail-on", "warning"], 1],
  [["--fail-on", "info"], 1],
  [["--fail-on", "never"], 0],
])("of warnings alone, %j ends with %i", async (args, expected) => {
  write("a.yaml", sidecar(""));
  expect(await mesh("analyze", "a.yaml", ...args)).toBe(expected);
});

it("tells what is wrong with policy documents, and then nothing of the objects", async () => {
  write("a.yaml", `${policies}---\n${sidecar("")}`);
  expect(await mesh("analyze", "a.yaml")).toBe(1);
  expect(printed).toEqual([
    'a.yaml:4:1: error MESH0202: "service: shop/reviews" already has a document, in a.yaml:1; make one of the two\n1 error',
  ]);
  expect(said).toEqual(["the objects were not analyzed: first mend what cannot be read or used"]);
  expect(await mesh("analyze", "a.yaml", "--fail-on", "never")).toBe(0);
});

it("compiles policy documents with the objects beside them, and with the gateways and providers that it knows", async () => {
  const service = (name: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { selector: { istio: ${name} }, ports: [{ port: 80, name: http }] }\n`;
  write("gateway.yaml", service("own-gateway"));
  write("reviews.yaml", `${service("reviews")}`);
  const expose = ["own-gateway", "istio-ingressgateway", "ingress"].map(
    (gateway, index) => `{ gateway: ${gateway}, hosts: [a${index}.example.com] }`,
  );
  write("policy.yaml", `service: default/reviews\nexpose: [${expose.join(", ")}]\n`);
  expect(await mesh("analyze", ".")).toBe(1);
  expect(printed).toHaveLength(1);
  expect(printed[0]).toMatch(/policy\.yaml:2:\d+: error MESH0203: .*there is no gateway ingress/);
  expect(printed[0]).toMatch(/\n1 error$/);
});

it("prints nothing but commands for GitHub", async () => {
  write("a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: { name: a, labels: { istio-injection: enabled } }\n");
  expect(await mesh("analyze", "a.yaml", "--format", "github")).toBe(0);
  expect(printed).toEqual([]);
});

it("explains a code, and analyzes nothing", async () => {
  expect(await mesh("analyze", "nowhere.yaml", "--explain", "ist0002")).toBe(0);
  expect(printed).toEqual([
    "IST0002 deprecated (warning)\nA field or an object is deprecated, and a later Istio may not know it any more.\nWhat to do: use what takes its place.",
  ]);
});

it.each([
  [[], "name files or folders, or - for standard input: mesh analyze [PATH…|-]"],
  [["nowhere.yaml"], "nowhere.yaml cannot be read: there is no such file or folder"],
  [["empty"], "the folder empty holds no .yaml, .yml or .json files"],
  [["link.yaml"], "link.yaml cannot be read: there is no such file or folder"],
  [["latin.yaml"], "latin.yaml is not UTF-8 text"],
  [["nothing.yaml"], "there is nothing to analyze: no documents in nothing.yaml"],
  [["a.yaml", "--format", "xml"], '--format is "xml"; allowed are text, json, sarif, github'],
  [["a.yaml", "--format", "jsn"], '--format is "jsn"; allowed are text, json, sarif, github; did you mean "json"?'],
  [
    ["a.yaml", "--fail-on", "errors"],
    '--fail-on is "errors"; allowed are error, warning, info, never; did you mean "error"?',
  ],
  [["a.yaml", "--fail-on", "info", "--fail-on", "error"], "--fail-on is given 2 times"],
  [["a.yaml", "--fail-on"], "option `--fail-on <level>` value is missing"],
  [["a.yaml", "--fail"], "Unknown option `--fail`"],
  [["--explain", "IST02"], 'there is no code IST02; did you mean "IST0002"?'],
  [["a.yaml", "--mesh-config", "nowhere.yaml"], "nowhere.yaml cannot be read: there is no such file or folder"],
])("ends with 2 and the reason: %j", async (args, reason) => {
  write("a.yaml", sidecar(""));
  write("nothing.yaml", "# nothing\n");
  writeFileSync("latin.yaml", Buffer.from([0x61, 0xe4]));
  mkdirSync("empty");
  symlinkSync("gone.yaml", "link.yaml");
  expect(await mesh("analyze", ...args)).toBe(2);
  expect(said).toEqual([`error: ${reason}`]);
  expect(printed).toEqual([]);
});

it("does not take the end of a pipe without any output for a mesh without mistakes", async () => {
  setStandardInput("");
  expect(await mesh("analyze", "-")).toBe(2);
  expect(said).toEqual(["error: there is nothing to analyze: no documents in stdin"]);
});
