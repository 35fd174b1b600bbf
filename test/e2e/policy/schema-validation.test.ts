// Objects around valid ones: what the API server and istiod's webhook refuse, IST0106 and MESH0162 say, and nothing else. Does not prove that
// messages name the same problem. `npm run test:deep` tries 10,000 objects instead of a sample.
import { afterAll, beforeAll, expect, it } from "vitest";
import { analyzeBy } from "../../../src/analysis/analyze.js";
import { istioKinds } from "../../../src/analysis/istio-kinds.js";
import { schemaValidation } from "../../../src/analysis/rules/object/schema-validation.js";
import { stringValues } from "../../../src/analysis/rules/object/string-values.js";
import { findUnreadRules } from "../../../src/analysis/schemas/cel.js";
import type { StructuralSchema } from "../../../src/analysis/schemas/json-schema.js";
import { findUnquoted } from "../../../src/analysis/string-fields.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { loadPolicies } from "../../../src/policy/documents/load.js";
import { differences } from "../../analysis/schemas/differences.js";
import { readFixture } from "../../analysis/analyze-text.js";
import { createRandom, generate } from "../../analysis/schemas/generate.js";
import { readSamples } from "../../analysis/schemas/samples.js";
import { apply, kubectl, tryKubectl } from "./cluster.js";
import { removeNamespace } from "./workloads.js";

const namespace = "schema-validation";
const count = Number(process.env.DEEP_OBJECTS ?? 400);
const seed = 20261124;
let definitions: Manifest[] = [];

beforeAll(async () => {
  const listed = JSON.parse(await kubectl(["get", "crd", "--output", "json"])) as { items: Manifest[] };
  definitions = listed.items.map((item) => ({
    ...item,
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
  }));
  await apply([{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }]);
});
afterAll(() => removeNamespace(namespace));

it("takes every sample, as the cluster does", async () => {
  const objects = readSamples().flatMap(({ apiVersion, kind, specs }) =>
    specs.map((spec, index) => ({ apiVersion, kind, metadata: { name: `sample-${index}`, namespace }, spec })),
  );
  const refused = await findRefused(objects);
  expect([...refused].map(([object, message]) => `${object.kind} ${object.metadata.name}: ${message}`)).toEqual([]);
  expect(judge(objects)).toEqual(new Map());
});

it("can read every rule of the definitions in the cluster", () => {
  expect(definitions.length).toBeGreaterThan(10);
  expect(listSchemas().flatMap(({ schema }) => findUnreadRules(schema))).toEqual([]);
});

it("knows Istio's kinds and their versions without definitions", () => {
  const specs = definitions.map(({ spec }) => spec as Definition).filter(({ group }) => group.endsWith(".istio.io"));
  const there = specs.flatMap(({ group, names, versions }) =>
    versions.map(({ name }) => `${group}/${name} ${names.kind}`),
  );
  const known = Object.entries(istioKinds).flatMap(([group, kinds]) =>
    Object.entries(kinds).flatMap(([kind, versions]) => versions.map((version) => `${group}/${version} ${kind}`)),
  );
  expect(known.sort()).toEqual(there.sort());
});

it(`${count} objects: refuses what the cluster refuses, and nothing else`, { timeout: 3_600_000 }, async () => {
  const objects = generateObjects();
  const refused = await findRefused(objects);
  const judged = judge(objects);
  // A test whose objects are all wrong, or all right, shows little.
  expect(refused.size).toBeGreaterThan(count / 5);
  expect(refused.size).toBeLessThan((count * 4) / 5);
  const unexplained = objects.flatMap((object) => {
    const [theirs, ours] = [refused.get(object), judged.get(object)];
    if ((theirs === undefined) === (ours === undefined)) return [];
    const refusedBy = theirs === undefined ? "analysis" : "cluster";
    const message = theirs ?? ours ?? "";
    const isKnown = differences.some(
      (known) => known.refusedBy === refusedBy && known.kind === object.kind && known.pattern.test(message),
    );
    return isKnown ? [] : [`${refusedBy} refuses ${object.kind} ${JSON.stringify(object.spec)}: ${message}`];
  });
  expect(unexplained).toEqual([]);
  // By itself, without what definitions say, it knows less, but nothing else.
  const alone = [...judge(objects, [])].filter(([object]) => !refused.has(object) && !judged.has(object));
  expect(alone.map(([object, message]) => `${object.kind} ${JSON.stringify(object.spec)}: ${message}`)).toEqual([]);
});

it("takes no boolean and no number for a string, as the cluster does not; and each of them in quotes", async () => {
  const { manifests } = loadPolicies({ "bad.yaml": readFixture(stringValues, "bad") });
  const wrong = manifests
    .map(({ manifest }) => ({ ...manifest, metadata: { ...manifest.metadata, namespace } }))
    // Nobody defines it.
    .filter(({ kind }) => kind !== "Widget");
  const refused = await findRefused(wrong);
  expect(wrong.map((object) => [object.kind, refused.has(object)])).toEqual(
    ["Deployment", "ConfigMap", "Secret", "Service", "DestinationRule", "VirtualService"].map((kind) => [kind, true]),
  );
  const right = wrong.map((object) => {
    const copy = structuredClone(object);
    for (const { path, value } of findUnquoted(object)) setAt(copy, path, String(value));
    return copy;
  });
  expect([...(await findRefused(right)).values()]).toEqual([]);
});

function setAt(outer: any, [key = "", ...rest]: readonly PropertyKey[], value: string): void {
  if (rest.length === 0) outer[key] = value;
  else setAt(outer[key], rest, value);
}

interface Definition {
  group: string;
  names: { kind: string };
  versions: { name: string }[];
}

function listSchemas(): { kind: string; version: string; schema: StructuralSchema }[] {
  return definitions.flatMap(({ spec }) =>
    (
      spec as { names: { kind: string }; versions: { name: string; schema: { openAPIV3Schema: StructuralSchema } }[] }
    ).versions.map(({ name, schema }) => ({
      kind: spec.names.kind as string,
      version: name,
      schema: schema.openAPIV3Schema,
    })),
  );
}

function generateObjects(): Manifest[] {
  const random = createRandom(seed);
  const [samples, schemas] = [readSamples(), listSchemas()];
  return Array.from({ length: count }, (_, index) => {
    const sample = samples[index % samples.length];
    if (sample === undefined) throw new Error("there are no samples");
    const version = sample.apiVersion.split("/")[1];
    const found = schemas.find((known) => known.kind === sample.kind && known.version === version);
    if (found === undefined) throw new Error(`the cluster does not know ${sample.apiVersion} ${sample.kind}`);
    const object = generate(sample, found.schema, `n${index}`, random);
    return { ...object, metadata: { ...object.metadata, namespace } };
  });
}

/** What the analysis refuses, with its messages. */
function judge(objects: readonly Manifest[], by: readonly Manifest[] = definitions): Map<Manifest, string> {
  const findings = analyzeBy([schemaValidation, stringValues], {
    objects: objects.map((manifest) => ({ manifest })),
    definitions: by,
  });
  const byName = new Map<string, string[]>();
  for (const { level, message, resource } of findings) {
    const key = `${resource?.kind ?? ""} ${resource?.name ?? ""}`;
    if (level === "error") byName.set(key, [...(byName.get(key) ?? []), message]);
  }
  return new Map(
    objects.flatMap((object) => {
      const messages = byName.get(`${object.kind} ${object.metadata.name}`);
      return messages === undefined ? [] : [[object, messages.join(" | ")]];
    }),
  );
}

/** What the cluster refuses, with its messages. One kubectl for many objects: it goes on after a refusal, in their order. */
async function findRefused(objects: readonly Manifest[]): Promise<Map<Manifest, string>> {
  const refused = new Map<Manifest, string>();
  for (let start = 0; start < objects.length; start += 250) {
    const part = objects.slice(start, start + 250);
    const { stdout, stderr } = await tryKubectl(
      ["create", "--dry-run=server", "--validate=strict", "--filename", "-"],
      // Not as a list, which kubectl itself would look at by looser rules.
      part.map((object) => JSON.stringify(object)).join("\n---\n"),
    );
    const taken = new Set(
      stdout.split("\n").map((line) => /^([a-z]+)(?:\.\S+)?\/(\S+) created/.exec(line)?.slice(1).join(" ")),
    );
    const lost = part.filter(({ kind, metadata }) => !taken.has(`${kind.toLowerCase()} ${metadata.name}`));
    const reasons = stderr
      .split(/^(?=Error from server|The \S+ "\S+" is invalid|unable to decode|error: )/m)
      .filter((reason) => !reason.startsWith("Warning:") && reason.trim() !== "");
    if (reasons.length !== lost.length)
      throw new Error(`${lost.length} refused, but ${reasons.length} reasons:\n${stderr}`);
    lost.forEach((object, index) => refused.set(object, (reasons[index] ?? "").trim()));
  }
  return refused;
}
