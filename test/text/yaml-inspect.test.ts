// Does not prove that the API server's other readers agree, only sigs.k8s.io/yaml of the version in kubernetes-documents.json, whose
// judgement of random documents is recorded there. Of double keys it takes the last one; they are refused here.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { parsePlacedDocuments } from "../../src/text/yaml-places.js";

type Row = [text: string, judged: { value?: unknown; refused?: string }];
const { documents } = JSON.parse(readFileSync("test/text/kubernetes-documents.json", "utf8")) as { documents: Row[] };

const read = (text: string) => {
  const [{ value, findings } = { value: undefined, findings: [] }, ...others] = parsePlacedDocuments(
    text,
    "a",
    "MESH0122",
  );
  if (others.length > 0) throw new Error("these are several documents");
  return { value, said: findings.map(({ message }) => message) };
};

it("reads every document as sigs.k8s.io/yaml does, and refuses what it refuses", () => {
  const isDouble = (message: string) => message.includes(" is in this map already, in line ");
  const all = documents.map(([text, judged]) => ({ text, ...judged, own: read(text) }));
  const single = all.filter(({ own }) => !own.said.some(isDouble));
  const accepted = single.filter(({ refused }) => refused === undefined);
  expect(accepted.map(({ text, own }) => [text, own])).toEqual(
    accepted.map(({ text, value }) => [text, { value, said: [] }]),
  );
  const refused = single.filter(({ refused }) => refused !== undefined);
  expect(refused.filter(({ own }) => own.said.length === 0)).toEqual([]);
  expect([all.length, accepted.length, refused.length]).toEqual([698, 447, 161]);
});

it.each([
  ["a: 0644", { a: 420 }],
  ["on: on", { true: true }],
  ["1.10: 1.10", { "1.1": 1.1 }],
  ["a: '0644'\nb: \"on\"\nc: |-\n  yes", { a: "0644", b: "on", c: "yes" }],
  ["a: !!str 0644\nb: !mine on\nc: !!int '010'", { a: "0644", b: "on", c: 8 }],
  // A merge takes the place of what stands above it.
  ["a: &a { b: 1, c: 1 }\nd: { b: 2, <<: *a, c: 3 }", { a: { b: 1, c: 1 }, d: { b: 1, c: 3 } }],
  ["a: &a { b: 1 }\nd: { <<: [*a, { b: 2, e: 5 }], <<: { f: 6 } }", { a: { b: 1 }, d: { b: 1, e: 5, f: 6 } }],
  ["a: &a { __proto__: 1 }\nb: { <<: *a }", JSON.parse('{ "a": { "__proto__": 1 }, "b": { "__proto__": 1 } }')],
  ["a: &on on\nb: *on", { a: true, b: true }],
  ["%YAML 1.1\n---\na: 2026-01-01\nb: 1:20", { a: "2026-01-01", b: "1:20" }],
])("reads %j", (text, value) => {
  expect(read(text)).toEqual({ value, said: [] });
});

it.each([
  ["a: .inf", "not valid YAML of Kubernetes: .inf is not a number that Kubernetes takes"],
  ["~: 1", 'not valid YAML of Kubernetes: "~" is not a key'],
  ["[a]: 1", "not valid YAML of Kubernetes: a map or a list is not a key"],
  ["a: !!int x", 'not valid YAML of Kubernetes: "x" is nothing of type !!int'],
  ["a: !!set { b }", "not valid YAML of Kubernetes: !!set is nothing that its objects have"],
  ["a: 1\n<<: 5", "not valid YAML: a merge key takes a map, or a list of maps"],
  ["on: 1\nb: 2\nyes: 3", 'not valid YAML: the key "true" is in this map already, in line 1'],
  ["{ a: 1,\n  a: 2 }", 'not valid YAML: the key "a" is in this map already, in line 1'],
])("refuses %j", (text, message) => {
  expect(read(text)).toEqual({ value: undefined, said: [message] });
});

it("knows the places of keys by the names that they have", () => {
  const [placed] = parsePlacedDocuments("a: 1\n---\nb:\n  on: { 010: x }\n", "a.yaml", "MESH0122").slice(1);
  expect(placed?.value).toEqual({ b: { true: { 8: "x" } } });
  expect(placed?.locate(["b", "true", "8"])).toEqual({
    file: "a.yaml",
    document: 1,
    line: 4,
    column: 9,
    path: ["b", "true", "8"],
  });
});

it("says of a document by YAML 1.2 which values are something else in a Kubernetes object, and of no other", () => {
  const say = (text: string) =>
    parsePlacedDocuments(text, "a.yaml", "MESH0201", () => "core").map(({ value, ambiguous = [] }) => ({
      value,
      said: ambiguous.map(formatFinding),
    }));
  const remedy = "put it in quotes if it is a string; otherwise write the intended value";
  expect(say("a: yes\nb: [0644, 1_000]\nn: 1\n")).toEqual([
    {
      value: { a: "yes", b: [644, "1_000"], n: 1 },
      said: [
        `a.yaml:1:4: error MESH0160: yes is "yes" here, and true in a Kubernetes object; ${remedy}`,
        `a.yaml:2:5: error MESH0160: 0644 is 644 here, and 420 in a Kubernetes object; ${remedy}`,
        `a.yaml:2:11: error MESH0160: 1_000 is "1_000" here, and 1000 in a Kubernetes object; ${remedy}`,
      ],
    },
  ]);
  const clear =
    "a: true\nb: [644, 0, -1, 1.5, 1e3, 0o17, 08, 0x1F, null, ~, '', 2026-01-01, 1:20, 10m, v1, 'on', \"n\"]\nc: |\n  yes\n";
  expect(say(clear)).toMatchObject([{ said: [] }]);
  expect(say("a: &a { b: 1 }\nc: { <<: *a }\n")).toEqual([{ value: { a: { b: 1 }, c: { b: 1 } }, said: [] }]);
});
