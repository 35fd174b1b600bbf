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
spec: { outboundTrafficPolicy: { egressProxy: { host: a, port: { number: 80 } }, mode: ALLOW_ANY } }
`;
const said3 = "warning IST0002: outboundTrafficPolicy.egressProxy is ignored; remove it";
const policies = "service: shop/reviews\ntimeout: 1s\n---\nservice: shop/reviews\n";

const hint =
  "no definitions of Istio's kinds are given, so unknown keys and choices were not checked. Pass files/crd-all.gen.yaml of Istio's base chart, in your version, with --definitions";

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
  expect(await mesh("analyze", "one.txt", "-", "all", "./all/b.yml", join(folder, "one.txt"))).toBe(0);
  expect(printed).toEqual([
    [
      `all/b.yml:5:34: ${said3}`,
      `all/deep/a.yaml:5:34: ${said3}`,
      `one.txt:5:34: ${said3}`,
      `stdin:5:34: ${said3}`,
      "4 warnings",
    ].join("\n"),
  ]);
  expect(said).toEqual([hint]);
});

it("looks at objects by definitions, which may be in several files", async () => {
  const define = (kind: string, size: string) =>
    `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: ${kind} }\nspec:\n  group: example.com\n  names: { kind: ${kind} }\n  versions: [{ name: v1, schema: { openAPIV3Schema: { type: object, properties: { size: { type: ${size} } } } } }]\n`;
  writeFileSync("a.yaml", define("A", "integer"));
  writeFileSync("b.yaml", define("B", "string"));
  mkdirSync("objects");
  const write = (kind: string) =>
    `apiVersion: example.com/v1\nkind: ${kind}\nmetadata: { name: a, namespace: shop }\nsize: large\n`;
  writeFileSync("objects/mesh.yaml", `${write("A")}---\n${write("B")}`);
  expect(await mesh("analyze", "objects", "--definitions", "a.yaml", "--definitions", "b.yaml")).toBe(1);
  expect(printed.join("\n").split("\n")[0]).toBe(
    'objects/mesh.yaml:4:1: error IST0106: `size` is "large"; it must be an integer; correct what the message names',
  );
  expect(await mesh("analyze", "objects", "--definitions", "b.yaml,b.yaml")).toBe(0);
  expect(await mesh("analyze", "objects", "--definitions", "objects")).toBe(2);
  expect(said).toContain("error: there is no CustomResourceDefinition in objects/mesh.yaml");
});

it("knows the objects of other clusters of the mesh, and holds Services against theirs", async () => {
  const service = (name: string, type: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { type: ${type}, ports: [{ name: http, port: 80 }] }\n`;
  write("east.yaml", service("web", "ClusterIP"));
  write("west/a.yaml", service("web", "NodePort"));
  write("north/a.yaml", service("web", "ClusterIP"));
  write("nothing.yaml", "# nothing\n");
  const args = ["analyze", "east.yaml", "--other-cluster", "west", "--other-cluster", "north"];
  expect(await mesh(...args, "--fail-on", "warning")).toBe(1);
  expect(printed).toEqual([
    "east.yaml:4:9: warning IST0170: in the cluster west the Service web.default has another type; make the Service the same in all clusters of the mesh\n1 warning",
  ]);
  expect(await mesh("analyze", "east.yaml", "--other-cluster", "nothing.yaml")).toBe(2);
  expect(said).toEqual(["error: there are no objects of another cluster in nothing.yaml"]);
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

it("tells what is wrong with policy documents and with objects at once", async () => {
  const noHost = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: a }\nspec: {}\n";
  write("a.yaml", `${policies}---\n${sidecar("")}---\n${noHost}`);
  expect(await mesh("analyze", "a.yaml")).toBe(1);
  expect(printed).toEqual([
    'a.yaml:4:1: error MESH0202: "service: shop/reviews" already has a document, in a.yaml:1; make one of the two\n' +
      "a.yaml:10:34: warning IST0002: outboundTrafficPolicy.egressProxy is ignored; remove it\n" +
      "a.yaml:15:1: error IST0106: `spec.host` is missing; it must be a host's name; only its first part may have a *; correct what the message names\n2 errors, 1 warning",
  ]);
  expect(said).toEqual([hint]);
  expect(await mesh("analyze", "a.yaml", "--fail-on", "never")).toBe(0);
});

it("ends with 2 where a file is not valid YAML, and says what is wrong with it in the format that is asked for", async () => {
  write("a.yaml", sidecar(""));
  write("b.yaml", "a: [\n");
  setStandardInput("a: 1\na: 2\n");
  const missing = "Flow sequence in block collection must be sufficiently indented and end with a ]";
  const mend = "correct the document; nothing has been changed";
  expect(await mesh("analyze", "a.yaml", "b.yaml", "-", "--format", "github", "--fail-on", "never")).toBe(2);
  expect(printed).toEqual([
    [
      `::error file=b.yaml,line=2,col=1,title=MESH0201::not valid YAML: ${missing}; ${mend}`,
      `::error file=stdin,line=2,col=1,title=MESH0201::not valid YAML: the key "a" is in this map already, in line 1; ${mend}`,
      "::warning file=a.yaml,line=5,col=34,title=IST0002::Sidecar default/default: outboundTrafficPolicy.egressProxy is ignored; remove it",
    ].join("\n"),
  ]);
  expect(said).toEqual([hint]);
});

it("looks at the form of objects alone where a file that cannot be read may have others", async () => {
  write("a.yaml", sidecar(""));
  write("b.yaml", "kind: Service\nmetadata: [\n");
  expect(await mesh("analyze", "a.yaml", "b.yaml")).toBe(2);
  expect(said).toEqual(["references between objects were not checked: b.yaml is not valid YAML", hint]);
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
    "IST0002 deprecated (warning)\nA field or an object is deprecated, and a later Istio may remove it.\nWhat to do: use its replacement.",
  ]);
});

it.each([
  [[], "name files or folders, - for standard input, or a stack: mesh analyze [-s STACK] [PATH…|-]"],
  [["nowhere.yaml"], "nowhere.yaml cannot be read: there is no such file or folder"],
  [["https://example.com/a.yaml"], "https://example.com/a.yaml cannot be read: there is no such file or folder"],
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
  [["a.yaml", "--fail-on", "info", "--fail-on", "error"], "--fail-on is given 2 times; give it once"],
  [["a.yaml", "--fail-on"], "option `--fail-on <level>` value is missing"],
  [["a.yaml", "--fail"], "Unknown option `--fail`"],
  [["a.yaml", "--namespace", "Shop"], '--namespace is "Shop", which is not a valid name of a namespace, such as shop'],
  [["a.yaml", "--namespace", ""], "the argument after --namespace is empty"],
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

it("looks at the mesh configuration that is given, where its values stand, also in its ConfigMap", async () => {
  write("a.yaml", sidecar(""));
  const config = "outboundTrafficPolicy: { mode: REGISTRY_ONLLY }\nenableAutoMTLS: yes\nenableTracing: yes\n";
  write("mesh.yaml", config);
  write("map.yaml", `kind: ConfigMap\ndata:\n  mesh: |\n    ${config.trimEnd().replaceAll("\n", "\n    ")}\n`);
  expect(await mesh("analyze", "a.yaml", "--mesh-config", "mesh.yaml")).toBe(1);
  expect(await mesh("analyze", "a.yaml", "--mesh-config", "map.yaml")).toBe(1);
  const refused =
    'error MESH0150: `outboundTrafficPolicy.mode` is "REGISTRY_ONLLY"; allowed are REGISTRY_ONLY, ALLOW_ANY, ALLOW_ANY_DYNAMIC_DNS; did you mean "REGISTRY_ONLY"?; correct it: istiod would drop all of the mesh configuration';
  const unknown =
    'warning MESH0151: `enableAutoMTLS` is not a known key; did you mean "enableAutoMtls"?; correct its name, or remove it';
  const lines = printed.join("\n").split("\n");
  expect(lines.filter((line) => line.includes("MESH015"))).toEqual([
    `mesh.yaml:1:26: ${refused}`,
    `mesh.yaml:2:1: ${unknown}`,
    `map.yaml:4:30: ${refused}`,
    `map.yaml:5:5: ${unknown}`,
  ]);
});
