// docs/analysis.md: its examples are run, and its table is that of the known differences (`vitest run -u` writes it anew). Does not
// prove that these are all: test/e2e/istioctl-analyze.test.ts does.
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { analyze } from "../../src/analysis/analyze.js";
import { findStackProblems, parseStackFile } from "../../src/stack/config-problems.js";
import { codes } from "../../src/findings/codes.js";
import { formatFinding } from "../../src/findings/finding.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { formatMarkdownTable } from "./markdown-table.js";
import { loadPolicies } from "../../src/policy/documents/load.js";
import { rules } from "../../src/analysis/all.js";
import { differences } from "../analysis/differences.js";
import { fixtureDifferences } from "../analysis/istio-fixture-differences.js";
import { foreignCodes, istioLevels, runningCodes } from "../analysis/istio-codes.js";
import { foreignChecks, kialiCodes } from "../analysis/kiali.js";

const page = readFileSync("docs/analysis.md", "utf8");
const read = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, text]) => text ?? "");

it("says of its example what the analysis says", () => {
  const { manifests: objects, findings } = loadPolicies({ "shop.yaml": read("yaml")[0] ?? "" });
  const said = [...findings, ...analyze({ objects })].map(formatFinding);
  expect(said).toEqual(read("text")[0]?.trimEnd().split("\n"));
});

it("has an annotation that leaves out what the example is told of", () => {
  const { manifests } = loadPolicies({ "shop.yaml": read("yaml")[0] ?? "" });
  const { annotations } = (parse(read("yaml")[1] ?? "") as Pick<Manifest, "metadata">).metadata;
  const objects = manifests.map(({ manifest }) => ({
    manifest: { ...manifest, metadata: { ...manifest.metadata, annotations } },
  }));
  const said = analyze({ objects }).map(({ code, resource }) => `${code} ${resource?.kind ?? ""}`);
  expect(said).toEqual(["MESH0312 VirtualService", "MESH0301 Service"]);
});

it("has configuration that a stack may have", () => {
  const stackFile = { text: read("yaml")[2] ?? "", file: "Pulumi.dev.yaml", project: "pulumi-istio" };
  const { values, findings } = parseStackFile(stackFile);
  expect(Object.keys(values)).toEqual(["analysis"]);
  expect([...findings, ...findStackProblems({ cluster: { kind: "local" }, ...values }, stackFile)]).toEqual([]);
});

it("lists the known differences", async () => {
  const rows = differences.map(({ code, only, reason }) => [code === "*" ? "all" : code, only, reason]);
  const others = foreignChecks.map(({ code, said = "nothing", reason }) => [code, said, reason]);
  const ofFixtures = fixtureDifferences.map(({ cases, lines, reason }) => [cases.join(", "), lines.join("; "), reason]);
  const tables = [
    formatMarkdownTable(["code", "reported only by", "why"], rows),
    formatMarkdownTable(["Istio's", "why it is not here"], Object.entries(foreignCodes)),
    formatMarkdownTable(["case", "Istio alone (-), the analysis alone (+)", "why"], ofFixtures),
    formatMarkdownTable(["Kiali's", "here", "what, or why not"], others),
  ];
  const current = page.replaceAll(/^\|.*?(?=\n\n|\n$(?![^]))/gms, () => tables.shift() ?? "");
  await expect(await format(current, { parser: "markdown", printWidth: 120 })).toMatchFileSnapshot(
    "../../docs/analysis.md",
  );
});

it("has each of Istio's codes at Istio's level, or the table says why not", () => {
  const own = Object.entries(codes).filter(([code]) => code.startsWith("IST"));
  const theirs = Object.entries(istioLevels).flatMap(([level, all]) =>
    all.map((code): [string, string] => [code, level]),
  );
  const wanted = theirs.filter(([code]) => !Object.hasOwn(foreignCodes, code));
  expect(own.map(([code, { level }]) => [code, level]).sort()).toEqual(wanted.sort());
  expect(own.map(([code]) => code).filter((code) => !isReported(code))).toEqual(runningCodes);
  expect(Object.keys(foreignCodes).filter((code) => !theirs.some(([known]) => known === code))).toEqual([]);
});

it("knows each of Kiali's checks: it has its code, or the table says what is said instead", () => {
  const listed = foreignChecks.map(({ code }) => code);
  expect(listed.filter(isReported)).toEqual([]);
  expect(foreignChecks.flatMap(({ said }) => said ?? []).filter((code) => !isReported(code))).toEqual([]);
  expect(kialiCodes.filter((code) => !isReported(code) && !listed.includes(code))).toEqual([]);
  expect(listed).toEqual([...listed].sort());
});

function isReported(code: string): boolean {
  return rules.some((rule) => rule.codes.some((one) => one === code));
}
