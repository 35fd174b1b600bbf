import type { GatewayApiRelease } from "../../mesh/gateway/gateway-api-release.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { formatSetting } from "../../findings/problem.js";
import { isMap } from "../../text/is-map.js";
import type { ValuePath } from "../../findings/place.js";
import { laterGatewayApiFields, laterIstioFields } from "./field-versions-data.js";
import { isIstioBefore } from "./versions.js";

/** What an object has that the versions of a mesh do not. */
export interface EarlyField {
  path: ValuePath;
  /** The value that only later versions have. @default - they alone have the field, or the kind whose path this is */
  value?: string;
  /** The first minor that has it; undefined where the channel has it in none. */
  since?: string;
}

/**
 * Fields whose definition is older than what istiod makes of them: a rule without its one condition is for everybody.
 * Source: announcement of Istio 1.30.2.
 */
const laterReaders: Readonly<Record<string, readonly string[]>> = {
  "security.istio.io/AuthorizationPolicy": [
    "spec.rules[].from[].source.notTrustDomains@1.30.2",
    "spec.rules[].from[].source.trustDomains@1.30.2",
  ],
};

/** Fields that only lack their effect meanwhile, some of them in sidecars alone. Source: change notes of Istio 1.30. */
const laterEffects: Readonly<Record<string, readonly string[]>> = {
  "networking.istio.io/ServiceEntry": ["spec.resolution=DYNAMIC_DNS@1.30"],
  "networking.istio.io/DestinationRule": ["spec.subsets[].trafficPolicy.retryBudget@1.30"],
};

/** A row of the table, read. */
interface Row {
  field: string;
  steps: readonly string[];
  value?: string;
  since: string;
}

/** What an object of Istio's API has that this version of Istio has not: the API server drops it, or refuses the object. */
export function findEarlyIstioFields(manifest: Manifest, istio: string): EarlyField[] {
  const found = [...findLater(laterIstioFields, manifest, istio), ...findLater(laterReaders, manifest, istio)];
  return [...new Map(found.map((field) => [formatSetting(field.path), field])).values()];
}

/** What the definitions of this version have, and its istiod makes nothing of in sidecars. */
export function findIdleIstioFields(manifest: Manifest, istio: string): EarlyField[] {
  const early = new Set(findEarlyIstioFields(manifest, istio).map(({ path }) => formatSetting(path)));
  return findLater(laterEffects, manifest, istio).filter(({ path }) => !early.has(formatSetting(path)));
}

function findLater(table: typeof laterEffects, manifest: Manifest, istio: string): EarlyField[] {
  return findRows(table, manifest)
    .filter(({ since }) => isIstioBefore(istio, since))
    .flatMap((row) => findUses(manifest, row).map((use) => ({ ...use, since: row.since })));
}

/** The same for an object of the Gateway API. */
export function findEarlyGatewayApiFields(manifest: Manifest, release: GatewayApiRelease): EarlyField[] {
  return findRows(laterGatewayApiFields, manifest).flatMap((row) => {
    const since = readSince(row, release);
    if (!isMissing(since, release)) return [];
    return findUses(manifest, row).map((use) => ({ ...use, ...(since === undefined ? {} : { since }) }));
  });
}

/** Whether the Gateway API's definitions have a field; undefined where no table says that only later ones do. */
export function hasGatewayApiField(kind: string, field: string, release: GatewayApiRelease): boolean {
  const rows = readTable(laterGatewayApiFields, `gateway.networking.k8s.io/${kind}`);
  const found = rows.find(({ field: own }) => own === field);
  return found === undefined || !isMissing(readSince(found, release), release);
}

/** The first minor whose channel has the field of a row, which says `standard|experimental`; undefined where the channel has it in none. */
function readSince({ since }: Row, { channel }: GatewayApiRelease): string | undefined {
  const [standard = "-", experimental = "-"] = since.split("|");
  const own = channel === "standard" ? standard : experimental;
  return own === "-" ? undefined : own;
}

function isMissing(since: string | undefined, { version }: GatewayApiRelease): boolean {
  const minor = version.split(".", 2).join(".");
  return since === undefined || minor.localeCompare(since, "en", { numeric: true }) < 0;
}

function findRows(table: Readonly<Record<string, readonly string[]>>, { apiVersion, kind }: Manifest): readonly Row[] {
  return readTable(table, `${apiVersion.split("/", 1)[0] ?? ""}/${kind}`);
}

const read = new Map<readonly string[], readonly Row[]>();

function readTable(table: Readonly<Record<string, readonly string[]>>, kind: string): readonly Row[] {
  const entries = Object.hasOwn(table, kind) ? table[kind] : undefined;
  if (entries === undefined) return [];
  const rows = read.get(entries) ?? entries.map(readRow);
  read.set(entries, rows);
  return rows;
}

/** `spec.ports[].protocol=TLS@1.31` -> spec, ports, [], protocol; TLS; 1.31 */
function readRow(entry: string): Row {
  const [field = "", since = ""] = entry.split("@");
  const [path = "", value] = field.split("=");
  const steps = path.split(/\.|(?=\[\]|\{\})/).filter((step) => step !== "");
  return { field, steps, since, ...(value === undefined ? {} : { value }) };
}

/** Where an object has what a row says. */
function findUses(manifest: Manifest, { steps, value }: Row): Pick<EarlyField, "path" | "value">[] {
  if (steps.length === 0) return [{ path: ["kind"] }];
  const found = findValues(manifest, steps, []).filter((one) => value === undefined || one.found === value);
  return found.map(({ path }) => ({ path, ...(value === undefined ? {} : { value }) }));
}

function findValues(
  holder: unknown,
  [step, ...rest]: readonly string[],
  path: ValuePath,
): { path: ValuePath; found: unknown }[] {
  if (holder === undefined || holder === null) return [];
  if (step === undefined) return [{ path, found: holder }];
  if (step === "[]") {
    return Array.isArray(holder) ? holder.flatMap((one, index) => findValues(one, rest, [...path, index])) : [];
  }
  if (!isMap(holder)) return [];
  const keys = step === "{}" ? Object.keys(holder) : Object.hasOwn(holder, step) ? [step] : [];
  return keys.flatMap((key) => findValues(holder[key], rest, [...path, key]));
}
