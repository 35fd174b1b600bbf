// Does not prove that the API server refuses each of these; `test/e2e/policy/schema-validation.test.ts` asks it.
import { describe, expect, it } from "vitest";
import { analyzeBy } from "../../../../src/analysis/analyze.js";
import { schemaValidation } from "../../../../src/analysis/rules/object/schema-validation.js";
import { stringValues } from "../../../../src/analysis/rules/object/string-values.js";
import { formatFinding } from "../../../../src/findings/finding.js";
import { analyzeFixture, analyzeText, readFixture } from "../../analyze-text.js";

it("says where a boolean or a number stands for a string, what the file has and how Kubernetes reads it", () => {
  const at = (place: string, path: string, word: string, read: string) =>
    `mesh.yaml:${place}: error MESH0162: \`${path}\` is ${word}, ${read}; it must be a string; put it in quotes: "${word}"`;
  const reads = (value: string) => `which Kubernetes reads as ${value}`;
  const pod = "spec.template.spec";
  expect(analyzeFixture(stringValues, "bad")).toEqual([
    at("6:13", "metadata.labels.on-call", "yes", reads("true")),
    at("6:27", "metadata.labels.build", "0644", reads("420")),
    at("7:18", 'metadata.annotations["team.example/notify"]', "on", reads("true")),
    at("9:30", "spec.selector.matchLabels.version", "2", "a number"),
    at("11:27", "spec.template.metadata.labels.version", "2", "a number"),
    at("13:23", `${pod}.nodeSelector.gpu`, "true", "a boolean"),
    at("14:56", `${pod}.tolerations[0].value`, "n", reads("false")),
    at("18:26", `${pod}.containers[0].args[1]`, "8080", "a number"),
    at("19:32", `${pod}.containers[0].env[0].value`, "1_000", reads("1000")),
    at("24:9", "data.debug", "off", reads("false")),
    at("24:21", "data.mode", "0o17", reads("15")),
    at("24:33", "data.factor", "1e3", reads("1000")),
    // What is secret is not said.
    "mesh.yaml:29:15: error MESH0162: `stringData.pin` is a number; it must be a string; put it in quotes",
    at("37:25", "spec.selector.version", "2", "a number"),
    at("44:35", "spec.subsets[0].labels.version", "2", "a number"),
    at("52:39", "spec.http[0].match[0].headers.x-debug.exact", "on", reads("true")),
    at("52:70", "spec.http[0].match[0].sourceLabels.version", "1", "a number"),
    at("53:36", "spec.http[0].headers.request.set.x-limit", "1_000", reads("1000")),
    at("59:51", "metadata.labels.on-call", "y", reads("true")),
  ]);
});

it("takes quoted words, dates, nothing, quantities and numbers that are wanted", () => {
  expect(analyzeFixture(stringValues, "good")).toEqual([]);
});

describe("a label", () => {
  const say = (word: string) => {
    const text = `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    x: ${word}\n`;
    return analyzeText(stringValues, text).map(({ message }) => message);
  };

  it.each([
    ...["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"].map((word) => [word, "true"]),
    ...["n", "N", "no", "No", "NO", "off", "Off", "OFF"].map((word) => [word, "false"]),
    ["1_000", "1000"],
    ["0o17", "15"],
    ["017", "15"],
    ["0x1F", "31"],
    ["0b11", "3"],
    ["1e3", "1000"],
    ["1.10", "1.1"],
    ["+5", "5"],
  ])("%s is %s to Kubernetes", (word, value) => {
    expect(say(word)).toEqual([
      `\`metadata.labels.x\` is ${word}, which Kubernetes reads as ${value}; it must be a string`,
    ]);
  });

  it.each(["true", "false"])("%s is a boolean", (word) => {
    expect(say(word)).toEqual([`\`metadata.labels.x\` is ${word}, a boolean; it must be a string`]);
  });

  it.each(["null", "~", "", "2026-01-01", "12:30:00", "0800x", '"on"', "'1'", "!!str 0644", "1.2.3", "oN"])(
    "%s is a string, or nothing",
    (word) => {
      expect(say(word)).toEqual([]);
    },
  );
});

it("has no word of an object that a program made", () => {
  const labels = { x: true } as unknown as Record<string, string>;
  const manifest = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels } };
  expect(analyzeBy([stringValues], { objects: [{ manifest }] }).map(formatFinding)).toEqual([
    'Namespace shop: error MESH0162: `metadata.labels.x` is true, a boolean; it must be a string; put it in quotes: "true"',
  ]);
});

it("asks for no value that is not known yet, as a policy pack has them", () => {
  const ask = () => {
    throw new Error("asked");
  };
  const data = Object.defineProperty({ debug: true }, "later", { enumerable: true, get: ask });
  const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: "shop" }, data };
  const said = analyzeBy([stringValues], { objects: [{ manifest }] });
  expect(said.map(({ message }) => message)).toEqual(["`data.debug` is true, a boolean; it must be a string"]);
});

it("is not said a second time by the kind's definition or the webhook", () => {
  const said = analyzeText(schemaValidation, readFixture(stringValues, "bad"));
  expect(said.map(formatFinding)).toEqual([]);
});
