// Does not prove that editors count columns alike where a line holds characters of two UTF-16 units.
import { describe, expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { parsePlacedDocuments, parsePlacedYaml } from "../../src/text/yaml-places.js";

const text = [
  "# comment",
  "config:",
  "  mesh:cluster:",
  "    kind: local",
  '    "quoted": 1',
  "  list:",
  "    - a: 1",
  "    - b: { inner: 2 }",
  "  5: number",
].join("\n");
const { locate, value, findings } = parsePlacedYaml(text, "stack.yaml", "MESH0121", "core");

describe("locate", () => {
  it.each<[PropertyKey[], string]>([
    [["config"], "2:1"],
    [["config", "mesh:cluster"], "3:3"],
    [["config", "mesh:cluster", "kind"], "4:5"],
    [["config", "mesh:cluster", "quoted"], "5:5"],
    [["config", "list", 1], "8:7"],
    [["config", "list", 1, "b", "inner"], "8:12"],
    [["config", "5"], "9:3"],
  ])("%j is at %s", (path, place) => {
    const [line, column] = place.split(":").map(Number);
    expect(locate(path)).toEqual({ file: "stack.yaml", document: 0, line, column, path });
  });

  it.each<[PropertyKey[], string]>([
    [["config", "mesh:cluster", "absent", "deeper"], "3:3"],
    [["config", "list", 7], "6:3"],
    [["absent"], "2:1"],
    [[], "2:1"],
  ])("%j is not there: the nearest one above, %s", (path, place) => {
    const [line, column] = place.split(":").map(Number);
    expect(locate(path)).toEqual({ file: "stack.yaml", document: 0, line, column, path });
  });

  it("names the file alone where the text is empty", () => {
    const { locate } = parsePlacedYaml("", "stack.yaml", "MESH0121", "core");
    expect(locate(["config"])).toEqual({ file: "stack.yaml", document: 0 });
  });
});

it("counts the lines behind what is not valid YAML", () => {
  const wrong = parsePlacedDocuments("*}1\nd:", "a.yaml", "MESH0121").flatMap((one) => one.findings);
  expect(wrong.map(({ line, column }) => `${line}:${column}`)).toEqual(["1:1", "2:2"]);
});

it("says of a line the first that is wrong, and of a document three: what comes behind is guessed", () => {
  const say = (text: string) =>
    parsePlacedDocuments(text, "a.json", "MESH0201").map((one) => one.findings.map(formatFinding));
  const remedy = "correct the document; nothing has been changed";
  expect(say('{ "a": 1 }\n{ "b": 2 }\n{ "c": 3 }\n{ "d": 4 }\n{ "e": 5 }')).toEqual([
    [
      `a.json:2:1: error MESH0201: not valid YAML: Unexpected flow-map-start at node end; ${remedy}`,
      `a.json:3:1: error MESH0201: not valid YAML: Unexpected flow-map-start token in YAML stream: "{"; ${remedy}`,
      `a.json:4:1: error MESH0201: not valid YAML: Unexpected flow-map-start token in YAML stream: "{"; ${remedy}`,
    ],
  ]);
});

it("knows a template of Helm", () => {
  const text = "{{- if .Values.web }}\nkind: Service\nmetadata: { name: {{ .Release.Name }} }\n{{- end }}\n";
  const [first] = parsePlacedDocuments(text, "a.yaml", "MESH0201").flatMap((one) => one.findings);
  expect(first?.remedy).toBe("if this is a template of a Helm chart, use the output of `helm template`");
});

it("gives the value, and no findings", () => {
  expect(findings).toEqual([]);
  expect(value).toEqual({
    config: { "mesh:cluster": { kind: "local", quoted: 1 }, list: [{ a: 1 }, { b: { inner: 2 } }], 5: "number" },
  });
});

it.each([
  [
    "a: 1\nb: *absent\n",
    "stack.yaml:1:1: error MESH0121: not valid YAML: Unresolved alias (the anchor must be set before the alias): absent; ",
  ],
  ["a: 1\na: 2\n", 'stack.yaml:2:1: error MESH0121: not valid YAML: the key "a" is in this map already, in line 1; '],
  ["a: 'open\n", "stack.yaml:2:1: error MESH0121: not valid YAML: Missing closing 'quote; "],
  ["a:\n\tb: 1\n", "stack.yaml:2:1: error MESH0121: not valid YAML: Tabs are not allowed as indentation; "],
])("%j is not valid YAML", (broken, message) => {
  const parsed = parsePlacedYaml(broken, "stack.yaml", "MESH0121", "core");
  expect(parsed.value).toBeUndefined();
  expect(parsed.findings.map(formatFinding)[0]).toBe(
    `${message}correct the stack's configuration file; nothing has been changed`,
  );
});
