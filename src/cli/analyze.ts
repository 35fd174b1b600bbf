import { listAssumed } from "../analysis/assumed.js";
import { formats } from "../analysis/formats/all.js";
import { toMap, toMaps } from "../analysis/read.js";
import { formatClosest } from "../closest.js";
import { codes, type Code } from "../codes.js";
import type { Finding } from "../finding.js";
import type { Manifest } from "../manifest.js";
import { planLoaded } from "../plan.js";
import type { MeshFacts } from "../policy/kind.js";
import { loadPolicies, type PlacedManifest } from "../policy/load.js";
import { isNamespaced } from "../scope.js";
import { readTexts } from "./analysis-files.js";
import { readMeshFiles, type KnownMesh, type MeshFiles } from "./mesh-files.js";

/** Options of `mesh analyze`. */
export interface AnalyzeOptions extends MeshFiles {
  /** Namespace of objects that live in one and name none. @default "default" */
  namespace?: string;
  /** How findings are printed: a key of `formats`. @default "text" */
  format?: string;
  /** The lowest level that makes it fail, or `never`. @default "error" */
  failOn?: string;
  /** A code to explain, instead of analyzing anything. */
  explain?: string;
}

const failingLevels = ["error", "warning", "info", "never"];

/** `mesh analyze`. @returns the exit code: 0 where nothing is found at the failing level, else 1. @throws where it cannot run */
export async function runAnalyze(paths: readonly string[], options: AnalyzeOptions): Promise<number> {
  const given = requireSingle(options);
  const { explain, namespace = "default", format = "text", failOn = "error" } = given;
  if (explain !== undefined) {
    console.log(explainCode(explain));
    return 0;
  }
  requireChoice("format", format, Object.keys(formats));
  requireChoice("fail-on", failOn, failingLevels);
  if (paths.length === 0) throw new Error("name files or folders, or - for standard input: mesh analyze [PATH…|-]");
  const mesh = readMeshFiles(given);
  const findings = findProblems(await readTexts(paths), namespace, mesh);
  const text = formats[format]?.(findings) ?? "";
  if (text !== "") console.log(text);
  const failing = failingLevels.slice(0, failingLevels.indexOf(failOn) + 1);
  return failOn !== "never" && findings.some(({ level }) => failing.includes(level)) ? 1 : 0;
}

/** What is wrong with documents and objects, and with the mesh that both make together. */
function findProblems(texts: Record<string, string>, namespace: string, knowledge: KnownMesh): Finding[] {
  const { documents, manifests, findings } = loadPolicies(texts);
  if (documents.length + manifests.length + findings.length === 0) {
    throw new Error(`there is nothing to analyze: no documents in ${Object.keys(texts).join(", ")}`);
  }
  const placed = manifests.map((one) => placeIn(namespace, one));
  const objects = placed.map(({ manifest }) => manifest);
  const mesh = findFacts(objects, knowledge);
  const planned = planLoaded({ documents, manifests: placed, findings }, { mesh, knowledge });
  if (!planned.isAnalyzed) {
    console.error("the objects were not analyzed: first mend what cannot be read or used");
  }
  return planned.findings;
}

function placeIn(namespace: string, placed: PlacedManifest): PlacedManifest {
  const { manifest } = placed;
  if (!isNamespaced(manifest) || manifest.metadata.namespace !== undefined) return placed;
  return { ...placed, manifest: { ...manifest, metadata: { ...manifest.metadata, namespace } } };
}

/** Policies name gateways by their Services; Istio's charts label each gateway's pods `istio: <gateway>`. */
function findFacts(objects: readonly Manifest[], { rootNamespace, config }: KnownMesh): MeshFacts {
  const services = [...objects, ...listAssumed(rootNamespace)].filter(({ kind }) => kind === "Service");
  const gateways = new Map<string, MeshFacts["gateways"][number]>();
  for (const { metadata, spec } of services) {
    const { namespace = "", name } = metadata;
    const labels = toMap(toMap(spec).selector) as Record<string, string>;
    const id = `${namespace}/${name}`;
    if (labels.istio === undefined || labels.istio === "pilot" || gateways.has(id)) continue;
    gateways.set(id, { name, namespace, labels });
  }
  const providers = config.extensionProviders === undefined ? undefined : toMaps(config.extensionProviders);
  const names = providers?.map(({ name }) => String(name));
  return { rootNamespace, gateways: [...gateways.values()], extensionProviders: names };
}

/** What a code means; istioctl's and Kiali's own are in there with their numbers. */
function explainCode(wanted: string): string {
  const code = Object.keys(codes).find((known) => known === wanted.toUpperCase()) as Code | undefined;
  if (code === undefined) throw new Error(`there is no code ${wanted}${formatClosest(wanted, Object.keys(codes))}`);
  const { name, level, description, remedy } = codes[code];
  return [`${code} ${name} (${level})`, description, `What to do: ${remedy}.`].join("\n");
}

function requireChoice(option: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new Error(`--${option} is "${value}"; allowed are ${allowed.join(", ")}${formatClosest(value, allowed)}`);
}

/** The command line gives an option that is there twice as a list, and digits as a number. */
function requireSingle(options: AnalyzeOptions): AnalyzeOptions {
  // What stands after `--` comes as an option of that name.
  const entries = Object.entries(options).filter(([key, value]) => key !== "--" && value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (Array.isArray(value)) throw new Error(`--${toFlag(key)} is given ${value.length} times`);
      return [key, String(value)];
    }),
  );
}

function toFlag(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
