// What `mesh analyze` says of the fixtures by which Istio tests its own analyzers, beside what Istio expects there. Read from the source of the
// Istio that the tests build. Does not prove how often a message comes, nor its line; `istioctl-analyze.test.ts` asks istioctl itself.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { rules } from "../../src/analysis/all.js";
import { analyzeBy } from "../../src/analysis/analyze.js";
import type { Rule } from "../../src/analysis/rule.js";
import type { MeshKnowledge } from "../../src/mesh/objects.js";
import { destinationHosts } from "../../src/analysis/rules/destination-rule/destination-hosts.js";
import { destinationSubsets } from "../../src/analysis/rules/destination-rule/destination-subsets.js";
import { virtualServiceGateways } from "../../src/analysis/rules/virtual-service/virtual-service-gateways.js";
import type { Finding } from "../../src/findings/finding.js";
import { downloadModule } from "../../src/local/tools/go-build.js";
import { goModuleFolder } from "../../src/local/tools/sources.js";
import { loadPolicies } from "../../src/policy/documents/load.js";
import { fixtureDifferences } from "../analysis/istio-fixture-differences.js";
import { foreignCodes, runningCodes } from "../analysis/istio-codes.js";
import { readIstioCases, type IstioCase } from "./istio-fixtures.js";

/** Of a code that several analyzers have, what ours say who look for the same. */
const alike: Readonly<Record<string, readonly Rule[]>> = {
  "virtualservice.GatewayAnalyzer": [virtualServiceGateways],
  "virtualservice.DestinationHostAnalyzer": [destinationHosts],
  "virtualservice.DestinationRuleAnalyzer": [destinationSubsets],
};

it("says what Istio expects of its own fixtures, but for known differences", { timeout: 300_000 }, async () => {
  const { folder, cases } = readIstioCases(await downloadModule(goModuleFolder("tools"), "istio.io/istio"));
  const asked = new Map<string, Set<string>>();
  for (const { analyzer, expected } of cases) {
    asked.set(analyzer, new Set([...(asked.get(analyzer) ?? []), ...expected.map(describeSort)]));
  }
  const found = cases.map((one) => [one.name, compare(one, folder, asked.get(one.analyzer) ?? new Set())] as const);
  const differing = found.filter(([, lines]) => lines.length > 0);
  const known = fixtureDifferences.flatMap(({ cases: names, lines }) => names.map((name) => [name, lines] as const));
  expect(Object.fromEntries(differing)).toEqual(Object.fromEntries(known));
  expect([cases.length, cases.length - differing.length]).toEqual([103, 92]);
});

/** The code and the kind: what else is wrong with a fixture is another analyzer's. */
function describeSort(message: string): string {
  return message.split(" ", 2).join(" ");
}

function compare(one: IstioCase, folder: string, asked: ReadonlySet<string>): string[] {
  const theirs = new Set(one.expected.map(placeInDefault));
  const all = say(one, folder, rules);
  const same = alike[one.analyzer];
  const narrow = same === undefined ? all : say(one, folder, same);
  const ours = new Set([...all].filter((line) => !line.startsWith("IST0101 ") || narrow.has(line)));
  const isForeign = (line: string) => {
    const [code = ""] = line.split(" ", 1);
    return Object.hasOwn(foreignCodes, code) || runningCodes.includes(code);
  };
  const missing = [...theirs].filter((one) => !ours.has(one) && !isForeign(one)).map((one) => `- ${one}`);
  const extra = [...ours].filter((one) => !theirs.has(one) && asked.has(describeSort(one))).map((one) => `+ ${one}`);
  return [...missing, ...extra].sort();
}

const clusterScoped = [
  "Namespace",
  "MutatingWebhookConfiguration",
  "ValidatingWebhookConfiguration",
  "CustomResourceDefinition",
];

/** Istio leaves out the namespace of an object that names none. */
function placeInDefault(message: string): string {
  const [code = "", kind = "", name = ""] = message.split(" ");
  return name.includes("/") || clusterScoped.includes(kind) ? message : `${code} ${kind} default/${name}`;
}

function say(
  { inputFiles, meshConfigFile, meshNetworksFile }: IstioCase,
  folder: string,
  by: readonly Rule[],
): Set<string> {
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  const { manifests: objects } = loadPolicies(Object.fromEntries(inputFiles.map((file) => [file, read(file)])));
  const parsed = (file: string) => parse(read(file)) as Record<string, any>;
  const mesh: Partial<MeshKnowledge> = {
    ...(meshConfigFile === undefined ? {} : { config: parsed(meshConfigFile) }),
    ...(meshNetworksFile === undefined ? {} : { networks: parsed(meshNetworksFile).networks as Record<string, any> }),
  };
  return new Set(analyzeBy(by, { objects, mesh }).map(describe));
}

/** What is said of no object is said of the mesh networks. */
function describe({ code, resource }: Finding): string {
  if (resource === undefined) return `${code} MeshNetworks istio-system/meshnetworks`;
  const { kind, namespace, name } = resource;
  return `${code} ${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
