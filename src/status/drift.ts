import type { Finding } from "../findings/finding.js";
import { identify, type Manifest } from "../kubernetes/manifest.js";
import { isMap } from "../text/is-map.js";
import type { ClusterFacts, FieldManager, LiveManifest } from "./facts.js";
import type { StatusReport } from "./report.js";
import { nameSome } from "../text/shorten.js";
import { say } from "./say.js";

/** Of other kinds the API server completes the spec, and writes some values in a way of its own. */
const isCompared = ({ apiVersion }: Manifest) =>
  /^(?:[a-z]+\.istio\.io|gateway\.networking\.k8s\.io)\//.test(apiVersion);
/** How the engine's provider names itself as a manager of fields. */
const ofEngine = "pulumi";

/**
 * Policies of the stack that the cluster does not have, or has otherwise.
 * @param declared the objects that its documents become; without `spec` where another owner writes that
 */
export function describeDrift(
  { live }: ClusterFacts,
  declared: readonly Manifest[] | undefined,
): { status: StatusReport["policies"]; problems: Finding[] } {
  if (live === undefined || declared === undefined) return { status: undefined, problems: [] };
  const known = declared.filter((manifest) => live.has(identify(manifest)));
  const found = (manifest: Manifest) => live.get(identify(manifest));
  const missing = known.filter((manifest) => found(manifest) === undefined);
  const changed = known.flatMap((manifest) => {
    const there = found(manifest);
    return there === undefined || manifest.spec === undefined || !isCompared(manifest) ? [] : compare(manifest, there);
  });
  const problems = missing.map((manifest) =>
    say("MESH0617", toResource(manifest), "the stack declares it, and the cluster does not have it"),
  );
  return {
    status: { declared: declared.length, missing: missing.length, changed: changed.length },
    problems: [...problems, ...changed],
  };
}

function compare(manifest: Manifest, { spec, managedFields }: LiveManifest): Finding[] {
  const paths = findDifferences(manifest.spec, spec, []);
  if (paths.length === 0) return [];
  const fields = nameSome([...new Set(paths.map((path) => ["spec", ...path.slice(0, 1)].join(".")))]);
  const who = findManagers(managedFields, paths);
  const by =
    who.length === 0 ? "the stack's files are not brought up" : `changed by ${who.map(formatManager).join(", ")}`;
  const remedy = who.length === 0 ? "run `mesh up`" : undefined;
  return [say("MESH0618", toResource(manifest), `${fields} differs from what the stack declares: ${by}`, remedy)];
}

function toResource({ kind, metadata: { namespace, name } }: Manifest) {
  return { kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

type Path = readonly string[];

/** Where the cluster has something else than what is declared. What it has beside that are defaults, or others' fields. */
function findDifferences(declared: unknown, live: unknown, path: Path): Path[] {
  if (isMap(declared) && isMap(live)) {
    return Object.entries(declared).flatMap(([key, value]) => findDifferences(value, live[key], [...path, key]));
  }
  if (Array.isArray(declared) && Array.isArray(live) && declared.length === live.length) {
    return declared.flatMap((value, index) => findDifferences(value, live[index], [...path, String(index)]));
  }
  const isAbsent = (value: unknown) => value === undefined || value === null || (isMap(value) && isEmpty(value));
  return declared === live || (isAbsent(declared) && isAbsent(live)) ? [] : [path];
}

function isEmpty(map: object): boolean {
  return Object.keys(map).length === 0;
}

/** Who has written one of these fields, but for the engine. */
function findManagers(managers: readonly FieldManager[], paths: readonly Path[]): FieldManager[] {
  return managers.filter(
    ({ manager, subresource, fieldsV1 }) =>
      subresource === undefined &&
      !manager.startsWith(ofEngine) &&
      paths.some((path) => has(fieldsV1, ["spec", ...path])),
  );
}

/** Whether a set of fields has a path, or a value that it is in: lists without keys are one value. */
function has(fields: unknown, [first, ...rest]: Path): boolean {
  if (!isMap(fields)) return false;
  if (first === undefined) return true;
  const inner = fields[`f:${first}`];
  if (inner === undefined) return false;
  return (
    (isMap(inner) && isEmpty(inner)) ||
    rest.length === 0 ||
    has(inner, rest) ||
    Object.keys(inner as object).some((key) => key.startsWith("k:"))
  );
}

function formatManager({ manager, time }: FieldManager): string {
  return time === undefined ? manager : `${manager} at ${time}`;
}
