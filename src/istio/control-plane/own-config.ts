import type { Manifest } from "../../kubernetes/manifest.js";
import { toFqdn } from "../../mesh/host-names.js";

/** A version of a host, as Envoy's clusters name it. */
export interface VersionCluster {
  host: string;
  subset: string;
}

/** What a proxy's own configuration is looked at for. */
export interface AwaitedConfig {
  /** Versions that it must know, where it knows their host at all. */
  known: readonly VersionCluster[];
  /** Versions that it must not route to. */
  unused: readonly VersionCluster[];
}

/**
 * The versions of DestinationRules that every proxy sees. A proxy that does not see a rule lacks its versions for ever, so those that
 * are not for all are left out.
 */
export function listVersionClusters(rules: readonly Manifest[]): VersionCluster[] {
  return rules.flatMap(({ metadata: { namespace = "" }, spec = {} }) => {
    const { host, subsets = [], exportTo = ["*"], workloadSelector } = spec as RuleSpec;
    if (host === undefined || !exportTo.includes("*") || workloadSelector !== undefined) return [];
    return subsets.flatMap(({ name }) => (name === undefined ? [] : { host: toFqdn(host, namespace), subset: name }));
  });
}

interface RuleSpec {
  host?: string;
  subsets?: { name?: string }[];
  exportTo?: string[];
  workloadSelector?: object;
}

const clusterName = /"outbound\|(\d+)\|([^|"]*)\|([^|"]+)"/g;

/** Whether Envoy's clusters, as its `config_dump` has them, are of all versions of the hosts that are among them. */
export function knowsVersions(dump: string, versions: readonly VersionCluster[]): boolean {
  const names = new Set<string>();
  const ports = new Map<string, string[]>();
  for (const [, port = "", subset = "", host = ""] of dump.matchAll(clusterName)) {
    names.add(`${port}|${subset}|${host}`);
    if (subset === "") ports.set(host, [...(ports.get(host) ?? []), port]);
  }
  return versions.every(({ host, subset }) =>
    (ports.get(host) ?? []).every((port) => names.has(`${port}|${subset}|${host}`)),
  );
}

/** Whether routes or listeners, as Envoy's `config_dump` has them, lead to one of these versions. */
export function usesVersions(dump: string, versions: readonly VersionCluster[]): boolean {
  return versions.some(({ host, subset }) => dump.includes(`|${subset}|${host}"`));
}
