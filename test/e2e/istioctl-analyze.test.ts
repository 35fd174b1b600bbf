// What `mesh analyze` says, beside what istioctl says of the same objects: once on files, and once on a cluster that has them (an
// API server that only reads, with the pods that controllers would make). Does not prove anything of our own codes, nor of
// schemas (IST0106, IST0133): the webhook's verdict is asked elsewhere.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { analyze } from "../../src/analysis/analyze.js";
import type { Finding } from "../../src/findings/finding.js";
import type { Manifest } from "../../src/kubernetes/manifest.js";
import { loadPolicies } from "../../src/policy/documents/load.js";
import { differences } from "../analysis/differences.js";
import { generateMesh } from "../bench/generate-mesh.mjs";
import { projectFolder } from "./folder.js";
import { analyzeCluster, analyzeFile } from "./istioctl.js";

/** Of schemas. */
const elsewhere = ["IST0106", "IST0133"];

const folder = join(projectFolder, "test", "analysis");
/** Without the objects that no API server has: istioctl waits for ever for a list that it cannot decode. */
const files = ["samples", "fixtures"].flatMap((part) =>
  readdirSync(join(folder, part), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml") && !file.startsWith("string-values/bad"))
    .map((file) => join(part, file)),
);
const seeds = [1, 2, 3];

it(
  `${files.length} files and ${seeds.length} generated meshes: every difference is a known one, and every known one is met`,
  { timeout: 600_000 },
  async () => {
    const met = new Map<string, string[]>();
    const note = (where: string, code: string, only: string) => {
      const key = `${code} ${only}`;
      met.set(key, [...(met.get(key) ?? []), where]);
    };
    const work = [
      ...files.map((file) => () => compareFile(file, note)),
      ...seeds.map((seed) => () => compareMesh(seed, note)),
    ];
    await inTurn(work, 4);
    const known = differences.map(({ code, only }) => `${code} ${only}`);
    const unknown = [...met].filter(([key]) => !known.includes(key));
    expect(Object.fromEntries(unknown)).toEqual({});
    const steady = differences.filter(({ isRandom }) => isRandom !== true).map(({ code, only }) => `${code} ${only}`);
    expect(steady.filter((key) => !met.has(key))).toEqual([]);
  },
);

type Note = (where: string, code: string, only: "ours" | "istioctl") => void;

async function compareFile(file: string, note: Note): Promise<void> {
  const { manifests } = loadPolicies({ [file]: readFileSync(join(folder, file), "utf8") });
  const objects = manifests.map(({ manifest }) => manifest);
  const ours = say(objects);
  const onCluster = await analyzeCluster(objects);
  compare({ where: file, ours, theirs: onCluster, note });
  const onFile = await analyzeFile(join(folder, file));
  const seen = [...ours].filter((one) => !onFile.has(one) && onCluster.has(one));
  for (const one of seen) note(`${file}: ${one}`, "*", "ours");
  compare({ where: `${file} alone`, ours, theirs: new Set([...onFile, ...seen]), note });
}

async function compareMesh(seed: number, note: Note): Promise<void> {
  const { objects, planted } = generateMesh({ services: 100, seed, mistaken: 0.6 });
  const ours = say(objects);
  expect(planted.length).toBeGreaterThan(40);
  expect(planted.filter((one) => !ours.has(one))).toEqual([]);
  compare({ where: `seed ${seed}`, ours, theirs: await analyzeCluster(objects), note });
}

interface Sides {
  where: string;
  ours: ReadonlySet<string>;
  theirs: ReadonlySet<string>;
  note: Note;
}

function compare({ where, ours, theirs, note }: Sides): void {
  const report = (one: string, only: "ours" | "istioctl") => {
    const [code = ""] = one.split(" ", 1);
    if (!elsewhere.includes(code)) note(`${where}: ${one}`, code, only);
  };
  for (const one of ours) if (!theirs.has(one)) report(one, "ours");
  for (const one of theirs) if (!ours.has(one)) report(one, "istioctl");
}

/** What the analysis says, in the same words; of Istio's own codes alone. */
function say(objects: readonly Manifest[]): Set<string> {
  const findings = analyze({ objects: objects.map((manifest) => ({ manifest })) });
  return new Set(findings.filter(({ code }) => code.startsWith("IST")).map(describe));
}

function describe({ code, resource }: Finding): string {
  const { kind = "", namespace, name = "" } = resource ?? {};
  return `${code} ${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** So many at a time. */
async function inTurn(work: (() => Promise<void>)[], width: number): Promise<void> {
  const rest = [...work];
  const run = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await next();
  };
  await Promise.all(Array.from({ length: width }, run));
}
