// Does not prove where suppressions come from: the tests of the stack's configuration and of the components do.
import { describe, expect, it } from "vitest";
import { analyzeBy } from "../../src/analysis/analyze.js";
import { applySuppressions, findSuppressionProblems, type Suppression } from "../../src/analysis/suppression.js";
import { createFinding } from "../../src/findings/problem.js";
import { formatFinding } from "../../src/findings/finding.js";
import { destinationHosts } from "../../src/analysis/rules/destination-rule/destination-hosts.js";
import { analyzeText } from "./analyze-text.js";

const text = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: nowhere } }] }] }
`;
const found = `mesh.yaml:5:61: error IST0101: no Service and no ServiceEntry that is seen from namespace shop has the host "nowhere"; name an existing object, or declare the named one`;
const reason = "another team's stack has it";
const say = (suppressions: Suppression[], given = text) =>
  analyzeText(destinationHosts, given, { suppressions }).map(formatFinding);

describe("a suppression", () => {
  it("is for a finding that is there without it", () => {
    expect(say([])).toEqual([found]);
  });

  it.each(["VirtualService reviews.shop", "VirtualService *.shop", "* reviews.shop", "*", "* *"])(
    "of %s leaves it out",
    (resource) => {
      expect(say([{ code: "IST0101", resource, reason }])).toEqual([]);
      expect(say([{ code: "*", resource, reason }])).toEqual([]);
    },
  );

  it.each([
    ["IST0101", "VirtualService reviews.bank"],
    ["IST0101", "VirtualService review.shop"],
    ["IST0101", "DestinationRule reviews.shop"],
    ["IST0102", "VirtualService reviews.shop"],
  ])("of %s for %s leaves out nothing, and is told so, with its place", (code, resource) => {
    const place = { file: "Pulumi.dev.yaml", line: 3, column: 5 };
    expect(say([{ code, resource, reason, place }])).toEqual([
      found,
      `Pulumi.dev.yaml:3:5: warning MESH0301: the suppression of ${code} for ${resource} ("${reason}") leaves out nothing; remove it`,
    ]);
  });

  it("of anything leaves out what is about no resource, too", () => {
    const ofMesh = createFinding("IST0126", "a registry is not known");
    expect(applySuppressions([ofMesh], [], [{ code: "IST0126", resource: "*", reason }])).toEqual([]);
    const other = applySuppressions([ofMesh], [], [{ code: "IST0126", resource: "Service *", reason }]);
    expect(other.map(({ code }) => code)).toEqual(["IST0126", "MESH0301"]);
  });
});

describe("Istio's annotation", () => {
  const annotate = (value: string) =>
    text.replace("namespace: shop", `namespace: shop, annotations: { galley.istio.io/analyze-suppress: "${value}" }`);

  it.each(["IST0101", "*", "IST0102,IST0101", " IST0101 , IST0102"])("%s leaves it out", (value) => {
    const codes = analyzeText(destinationHosts, annotate(value)).map(({ code }) => code);
    expect(codes).toEqual(value.includes("IST0102") ? ["MESH0301"] : []);
  });
});

describe("our own annotation", () => {
  const annotate = (value: string) =>
    text.replace(
      "namespace: shop",
      `namespace: shop, annotations: { pulumi-istio/analyze-suppress: ${JSON.stringify(value)} }`,
    );
  const saidOf = (value: string) => analyzeText(destinationHosts, annotate(value)).map(formatFinding);
  const place = "mesh.yaml:4:60";

  it("leaves out what a line names, with the reason", () => {
    expect(saidOf(`IST0101 ${reason}`)).toEqual([]);
    expect(saidOf(`\n  IST0101 ${reason}\nIST0102 ${reason}\n`)).toEqual([
      `${place}: warning MESH0301: the annotation pulumi-istio/analyze-suppress leaves out IST0102, which is not found; remove it`,
    ]);
    expect(saidOf(`* ${reason}`)).toEqual([]);
  });

  it("leaves out nothing without a reason, or without a code", () => {
    const remedy = "correct the suppression";
    const line = "a line of the annotation pulumi-istio/analyze-suppress";
    expect(saidOf("IST0101")).toEqual([
      found,
      `${place}: error MESH0125: ${line} leaves out IST0101 and gives no reason; write IST0101 <reason>; ${remedy}`,
    ]);
    expect(saidOf("IST0101,IST0102 why")).toEqual([
      found,
      `${place}: error MESH0125: ${line} begins with "IST0101,IST0102", which is not a code; ${remedy}`,
    ]);
  });
});

it("says of suppressions that nobody can have meant what is wrong, all at once", () => {
  const problems = findSuppressionProblems([
    { code: "IST0101", resource: "VirtualService reviews.shop", reason },
    { code: "IST010", resource: "*", reason },
    { code: "*", resource: "reviews", reason: " " },
  ]);
  const remedy = "correct the suppression";
  expect(problems.map(formatFinding)).toEqual([
    expect.stringMatching(
      /^error MESH0125: there is no code IST010; did you mean "IST010\d"\?; correct the suppression$/,
    ),
    `error MESH0125: the suppression of * for reviews has no reason; ${remedy}`,
    `error MESH0125: the suppression of * is for "reviews"; write <Kind> <name>.<namespace>, with * for anything; ${remedy}`,
  ]);
});

it("is applied to the findings of all rules", () => {
  expect(analyzeBy([], { objects: [], suppressions: [{ code: "*", resource: "*", reason }] })).toHaveLength(1);
});
