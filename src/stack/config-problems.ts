import { findSuppressionProblems, type Suppression } from "../analysis/suppression.js";
import { formatClosest } from "../text/closest.js";
import { createProblem, moveProblems, placeProblem, placeProblems, type Problem } from "../findings/problem.js";
import { findClusterKind } from "./clusters/kinds.js";
import { stackSchema, type StackConfig } from "./config-schema.js";
import type { Finding } from "../findings/finding.js";
import { findChartSourceProblems } from "../istio/versions/charts.js";
import { findGatewayApiProblems } from "../istio/gateway-api/definitions.js";
import { findInjectionProblems } from "../istio/control-plane/injection.js";
import { findMeshGatewayProblems } from "../istio/gateway/mesh-gateway-problems.js";
import { resolveControlPlane, type ResolvedControlPlane } from "../istio/control-plane/resolve.js";
import { findSettingsProblems } from "../istio/control-plane/settings-problems.js";
import { findVersionErrors } from "../istio/versions/versions.js";
import { findSchemaProblems } from "../text/schema-problems.js";
import type { Place, ValuePath } from "../findings/place.js";
import { isMap } from "../text/is-map.js";
import { toMap } from "../text/read.js";
import { parsePlacedYaml, type PlacedYaml } from "../text/yaml-places.js";

/** The file that a stack's configuration stands in. */
export interface StackFile {
  text: string;
  file: string;
  /** Name of the Pulumi project, which the file's keys begin with. */
  project: string;
}

/**
 * All that is wrong with a stack's configuration: of its form, and, where that is right, of what the settings say together.
 * @param values the configuration by key, without the project's name
 * @param names what the packages of the cluster's kind know, where they were asked
 */
export function findStackProblems(values: Record<string, unknown>, stackFile: StackFile, names?: unknown): Finding[] {
  const { project } = stackFile;
  const yaml = parse(stackFile);
  const { locate, readWord } = placeConfig(yaml, project);
  const quotes = { code: "MESH0121", readWord } as const;
  const ofSchema = placeProblems(findSchemaProblems(stackSchema, values, { code: "MESH0121", quotes }), { locate });
  // Of a line that is wrong anyhow the schema knows more.
  const wrong = new Set(ofSchema.map(({ line }) => line));
  const ofWords = findAmbiguous(yaml, project).filter(({ line }) => !wrong.has(line));
  const ofForm = [...findStrayKeys(yaml, project), ...ofSchema, ...ofWords];
  if (ofForm.length > 0) return ofForm;
  const config = stackSchema.parse(values);
  return [
    ...placeProblems(findContradictions(config, names), { locate }),
    ...findSuppressionProblems(placeSuppressions(config, locate)),
  ];
}

/** The values of a stack's file, and all that is wrong with it. A file that is not valid YAML has no values. */
export function judgeStackFile(stackFile: StackFile): { values?: Record<string, unknown>; findings: Finding[] } {
  const { values, findings } = parseStackFile(stackFile);
  return findings.length > 0 ? { findings } : { values, findings: findStackProblems(values, stackFile) };
}

/** What Istio's version and that of the cluster say together: known only once the cluster has been asked. */
export function findPairProblems(
  { controlPlane = {} }: StackConfig,
  kubernetes: string,
  locate: (path: ValuePath) => Place,
): Finding[] {
  const { version: istio } = resolveControlPlane(controlPlane);
  const problems = moveProblems(["controlPlane", "version"], findVersionErrors({ istio, kubernetes }));
  return placeProblems(problems, { locate });
}

/** Where in the stack's file the value of a path of the configuration stands. */
export function createLocate(stackFile: StackFile): (path: ValuePath) => Place {
  return placeConfig(parse(stackFile), stackFile.project).locate;
}

/** As the engine reads it. */
function parse({ text, file }: StackFile): PlacedYaml {
  return parsePlacedYaml(text, file, "MESH0121", "engine");
}

/** The configuration's paths in the stack's file. */
function placeConfig(
  { value, locate, readWord }: PlacedYaml,
  project: string,
): Pick<PlacedYaml, "locate" | "readWord"> {
  const config = readConfigMap(value);
  const find = ([key, ...rest]: ValuePath) => {
    const whole = `${project}:${String(key)}`;
    return ["config", Object.hasOwn(config, whole) ? whole : String(key), ...rest];
  };
  return { locate: (path) => locate(find(path)), readWord: (path) => readWord?.(find(path)) };
}

function readConfigMap(value: unknown): Record<string, unknown> {
  return toMap(toMap(value).config);
}

/** The key's name in the configuration, undefined where it is another project's or a provider's. The engine takes one without a prefix for the project's. */
function findOwnName(key: string, project: string): string | undefined {
  if (!key.includes(":")) return key;
  return key.startsWith(`${project}:`) ? key.slice(project.length + 1) : undefined;
}

/** Words that the engine reads as nobody would expect; those of other projects and providers are theirs. */
function findAmbiguous({ ambiguous = [] }: PlacedYaml, project: string): Finding[] {
  return ambiguous.filter(({ path: [part, key] = [] }) => {
    return part === "config" && key !== undefined && findOwnName(String(key), project) !== undefined;
  });
}

/**
 * The values of a stack's file as the engine will give them, or what is wrong with the file as YAML. Keys with encrypted values
 * (`secure`) are left out: only the engine can read them, and the program looks at them then.
 */
export function parseStackFile(stackFile: StackFile): { values: Record<string, unknown>; findings: Finding[] } {
  const { project } = stackFile;
  const { value, findings } = parse(stackFile);
  const own = Object.entries(readConfigMap(value)).flatMap(([key, inner]): [string, unknown][] => {
    const name = findOwnName(key, project);
    return name === undefined || isEncrypted(inner)
      ? []
      : [[name, isMap(inner) || Array.isArray(inner) ? inner : String(inner)]];
  });
  return { values: Object.fromEntries(own), findings };
}

/** Whether Pulumi's `config set --secret` has written a value, or one within it. */
function isEncrypted(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === "secure" && typeof entries[0][1] === "string") return true;
  return entries.some(([, inner]) => isEncrypted(inner));
}

/** Keys of other projects and providers are theirs; one that looks like ours and is not would be ignored without a word. */
function findStrayKeys({ value, locate }: PlacedYaml, project: string): Finding[] {
  return Object.keys(readConfigMap(value)).flatMap((key) => {
    const [prefix = "", name] = key.split(":");
    const slip = name === undefined || prefix === project ? "" : formatClosest(prefix, [project]);
    if (slip === "") return [];
    const message = `the key ${key} is of project "${prefix}"${slip}`;
    return [placeProblem(createProblem(["config", key], "MESH0121", message), { locate })];
  });
}

/** The suppressions of a stack, each with its place in the stack's file. */
export function placeSuppressions({ analysis }: StackConfig, locate: (path: ValuePath) => Place): Suppression[] {
  const { suppressions = [] } = analysis ?? {};
  return suppressions.map((one, index) => ({ ...one, place: locate(["analysis", "suppressions", index]) }));
}

/** At the gateway's own place, or, where it is one that the profile brings, at that of its namespace. */
function findGatewayProblems(
  { gateways = {}, namespaces = {} }: StackConfig,
  controlPlane: ResolvedControlPlane,
): Problem[] {
  const path = ["namespaces", controlPlane.namespace];
  return findMeshGatewayProblems(controlPlane, gateways, namespaces, new Date()).map((problem) =>
    Object.hasOwn(gateways, String(problem.path[1])) ? problem : { ...problem, path },
  );
}

/** What the settings say together, each of a valid form. */
function findContradictions(config: StackConfig, names?: unknown): Problem[] {
  const { cluster, charts = {}, gatewayApi, gateways, namespaces = {} } = config;
  const controlPlane = resolveControlPlane(config.controlPlane ?? {});
  const { version: istio } = controlPlane;
  return [
    ...moveProblems(["controlPlane"], findSettingsProblems(config.controlPlane ?? {})),
    ...moveProblems(["controlPlane", "version"], findVersionErrors({ istio })),
    ...moveProblems(["charts"], findChartSourceProblems(charts)),
    ...(gatewayApi === undefined ? [] : findGatewayApiProblems(gatewayApi, istio)),
    ...findGatewayProblems(config, controlPlane),
    ...(findClusterKind(cluster)?.findProblems?.(cluster, { controlPlane, gateways }, names) ?? []),
    ...Object.entries(namespaces).flatMap(([name, { injection = "enabled", ...rest }]) =>
      moveProblems(["namespaces", name], findInjectionProblems({ injection, ...rest })),
    ),
  ];
}
