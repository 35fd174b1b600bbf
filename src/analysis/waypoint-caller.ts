import { toMap, toMaps, toText, toTexts } from "../text/read.js";
import { isPublicBlock } from "./addresses.js";

/** A waypoint, as the pods behind it see it. */
export interface WaypointCaller {
  namespace: string;
  account: string;
}

/** How a rule of pods takes what comes from a waypoint. */
export interface RuleEffect {
  /** Whether the rule is for it. */
  matches: boolean;
  /** Whether the rule goes by who calls, and not only by what is called. */
  namesCallers: boolean;
  /** Whether it goes by who calls only by leaving some out. */
  isByExclusion: boolean;
}

/** What ztunnel cannot see; a rule of ALLOW that has it is left out. Source: `handleRule` in istio pilot/pkg/serviceregistry/ambient/authorization.go. */
const httpFields = ["hosts", "notHosts", "methods", "notMethods", "paths", "notPaths"];
const httpSources = ["requestPrincipals", "notRequestPrincipals", "remoteIpBlocks", "notRemoteIpBlocks"];

/** All conditions that it can. */
const connectionKeys = ["source.ip", "source.namespace", "source.principal", "destination.ip", "destination.port"];

/** Whether a rule is about requests, which the node's proxy does not look into. */
export function isAboutRequests(rule: Record<string, any>): boolean {
  const has = (list: unknown, holder: string, fields: readonly string[]) =>
    toMaps(list).some((one) => fields.some((field) => toMap(one[holder])[field] !== undefined));
  return (
    has(rule.to, "operation", httpFields) ||
    has(rule.from, "source", httpSources) ||
    toMaps(rule.when).some(({ key }) => key !== undefined && !connectionKeys.includes(toText(key)))
  );
}

type Test = (value: string, caller: WaypointCaller, own: string) => boolean;

/** Whether a value stands for the waypoint, by the fields of `source` and the keys of conditions. */
const tests: Readonly<Record<string, Test>> = {
  principals: matchesPrincipal,
  namespaces: (value, { namespace }) => matchesPattern(value, namespace),
  serviceAccounts: (value, { namespace, account }, own) =>
    (value.includes("/") ? value : `${own}/${value}`) === `${namespace}/${account}`,
  trustDomains: () => true,
  // Which address a pod has nobody knows, but none of the internet's.
  ipBlocks: (value) => !isPublicBlock(value),
};
const conditions: Readonly<Record<string, string>> = {
  "source.principal": "principals",
  "source.namespace": "namespaces",
  "source.ip": "ipBlocks",
};

/** Judges one rule. @param own namespace of the policy */
export function judgeRule(rule: Record<string, any>, caller: WaypointCaller, own: string): RuleEffect {
  const sources = toMaps(rule.from).map(({ source }) => readSource(toMap(source)));
  const ofConditions = toMaps(rule.when).flatMap(({ key, values, notValues }) => {
    const field = conditions[toText(key)];
    return field === undefined ? [] : readField(field, values, notValues);
  });
  const matchesAll = (checks: readonly Check[]) =>
    checks.every(({ field, values, isExcluded }) => {
      const isOne = values.some((value) => tests[field]?.(value, caller, own) ?? false);
      return isExcluded ? !isOne : isOne;
    });
  const all = [...sources.flat(), ...ofConditions];
  return {
    matches: matchesAll(ofConditions) && (sources.length === 0 || sources.some(matchesAll)),
    namesCallers: all.length > 0,
    isByExclusion: all.length > 0 && all.every(({ isExcluded }) => isExcluded),
  };
}

/** A list of a rule. */
interface Check {
  field: string;
  values: readonly string[];
  isExcluded: boolean;
}

function readSource(source: Record<string, any>): Check[] {
  return Object.keys(tests).flatMap((field) =>
    readField(field, source[field], source[`not${(field[0] ?? "").toUpperCase()}${field.slice(1)}`]),
  );
}

function readField(field: string, values: unknown, notValues: unknown): Check[] {
  return [
    { field, values: toTexts(values), isExcluded: false },
    { field, values: toTexts(notValues), isExcluded: true },
  ].filter((check) => check.values.length > 0);
}

/** Of whatever trust domain. */
function matchesPrincipal(value: string, { namespace, account }: WaypointCaller): boolean {
  const [domain = ""] = value.split("/", 1);
  const identity = `${domain.includes("*") ? "cluster.local" : domain}/ns/${namespace}/sa/${account}`;
  return matchesPattern(value, identity);
}

function matchesPattern(value: string, text: string): boolean {
  if (value.startsWith("*")) return text.endsWith(value.slice(1));
  return value.endsWith("*") ? text.startsWith(value.slice(0, -1)) : value === text;
}
