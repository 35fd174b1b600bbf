// How a stack's file is read, beside the engine. Does not prove that the engine reads it so: test/text/engine-words.json has what its library makes of words.
import { describe, expect, it } from "vitest";
import { findStackProblems, parseStackFile } from "../../src/stack/config-problems.js";
import { formatFinding } from "../../src/findings/finding.js";

const project = "pulumi-istio";
const remedy = "correct the stack's configuration file; nothing has been changed";
const local = "config:\n  pulumi-istio:cluster: { kind: local }\n";

/** What is wrong with the file of a stack, by the same two steps as the command takes. */
function check(text: string): string[] {
  const stackFile = { text, file: "Pulumi.dev.yaml", project };
  const { values, findings } = parseStackFile(stackFile);
  return [...findings, ...findStackProblems(values, stackFile)].map(formatFinding);
}

describe("a word that the engine reads as nobody would expect", () => {
  const write = (value: string) => `${local}  pulumi-istio:controlPlane: { env: { A: ${value} } }\n`;
  const mend = "put it in quotes if it is a string; otherwise write the intended value";

  it.each([
    ["2026-11-30", '"2026-11-30"', '"2026-11-30 00:00:00 +0000 UTC"'],
    ["2026-11-30T10:00:00.50Z", '"2026-11-30T10:00:00.50Z"', '"2026-11-30 10:00:00.5 +0000 UTC"'],
  ])("%s is refused with both readings", (word, core, engine) => {
    expect(check(write(word))).toEqual([
      `Pulumi.dev.yaml:3:42: error MESH0163: ${word} is ${core} by YAML 1.2, and ${engine} to Pulumi; ${mend}`,
    ]);
  });

  it("is one of a number as well, and of a key", () => {
    const text = `${local}  pulumi-istio:controlPlane:\n    replicas: 1_0\n    env: { 0644: "a" }\n`;
    expect(check(text)).toEqual([
      `Pulumi.dev.yaml:4:15: error MESH0163: 1_0 is "1_0" by YAML 1.2, and 10 to Pulumi; ${mend}`,
      `Pulumi.dev.yaml:5:12: error MESH0163: the key 0644 is "644" by YAML 1.2, and "420" to Pulumi; ${mend}`,
    ]);
  });

  it("is no matter of ours in the keys of other projects, providers and of Pulumi", () => {
    const others = "  aws:day: 2026-11-30\n  other:mode: { a: 0644 }\nsecretsprovider: 2026-11-30\n";
    expect(check(`encryptionsalt: 1_000\n${local}${others}`)).toEqual([]);
  });

  it.each(["on", "yes", "n", "0o17", "0x1F", "1e3", "08", "~"])("is not %s, which both read alike", (word) => {
    expect(check(write(word)).filter((line) => line.includes("MESH0163"))).toEqual([]);
  });
});

describe("what the engine makes of a file", () => {
  const read = (config: string) => {
    const { values, findings } = parseStackFile({ text: `config:\n${config}`, file: "Pulumi.dev.yaml", project });
    return { values, said: findings.map(formatFinding) };
  };

  it.each<[string, Record<string, unknown>]>([
    ["  cluster: { kind: local }", { cluster: { kind: "local" } }],
    ["  pulumi-istio:a: &a { b: 1 }\n  pulumi-istio:c: { <<: *a, d: 2 }", { a: { b: 1 }, c: { b: 1, d: 2 } }],
    ["  pulumi-istio:a: &a { b: 1 }\n  pulumi-istio:c: { b: 2, <<: *a }", { a: { b: 1 }, c: { b: 2 } }],
    ["  pulumi-istio:a: { b: 0644 }", { a: { b: 420 } }],
    // A value that is neither a map nor a list is a text to the program.
    ["  pulumi-istio:a: 3\n  pulumi-istio:b:", { a: "3", b: "null" }],
    ["  aws:region: eu-west-1", {}],
  ])("%j", (config, values) => {
    expect(read(config)).toEqual({ values, said: [] });
  });

  it("refuses a number without end, as the engine does", () => {
    expect(read("  pulumi-istio:a: { b: .inf }").said).toEqual([
      `Pulumi.dev.yaml:2:24: error MESH0121: .inf is not a number that Pulumi takes; ${remedy}`,
    ]);
  });
});
