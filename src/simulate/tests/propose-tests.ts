import type { MeshReader } from "../../mesh/objects.js";
import type { Answer, Outcome, Reached } from "../answer.js";
import {
  findDenial,
  listOutcomes,
  listSteps,
  nameService,
  nameVersion,
  summarizeOutcomes,
  toPercentage,
} from "../outcome-words.js";
import { computeProbes, type Probe } from "../probes/compute-probes.js";
import { createTargets } from "../probes/targets.js";
import type { MeshRequest } from "../request.js";
import { simulate } from "../simulate.js";
import type { Expectation, RequestTest } from "./request-test.js";

/** More requests are not tried. */
const limit = 4000;

/**
 * Tests for what a mesh does now, by the name of the host or service that is called: one for each route, access rule and gateway host that a
 * request meets. What is not known has no test.
 */
export function proposeTests(mesh: MeshReader): Map<string, RequestTest[]> {
  const targets = new Set(mesh.ask(createTargets).all.keys());
  const { probes } = computeProbes({ before: mesh, after: mesh, targets, limit });
  const met = new Set<string>();
  const names = new Set<string>();
  const proposed = new Map<string, RequestTest[]>();
  for (const probe of probes) {
    const answer = simulate(mesh, probe.after);
    const expectation = describeAnswer(answer, nameService(probe.target.after.host));
    // By who is denied one rule is told from another.
    const denied = expectation?.deniedBy === undefined ? undefined : probe.callers;
    const key = JSON.stringify([probe.target.after.key, listDecisions(answer), expectation, denied]);
    if (expectation === undefined || met.has(key)) continue;
    met.add(key);
    const host = nameService(probe.target.after.host);
    const name = nameTest(probe, answer, host);
    if (names.has(name)) continue;
    names.add(name);
    const tests = proposed.get(host) ?? [];
    proposed.set(host, [...tests, { name, request: writeRequest(probe.after, probe.callers), expect: expectation }]);
  }
  return proposed;
}

function nameTest({ callers, words }: Probe, answer: Answer, host: string): string {
  const request = words === "other requests" ? "" : ` ${words}`;
  return `${callers[0] ?? ""} to ${host}${request}: ${summarizeOutcomes(listOutcomes(answer))}`;
}

/** The fields of routes and of access rules that decide. */
function listDecisions(answer: Answer): unknown[] {
  const deciding = listSteps(answer).filter(({ stage }) => stage === "route" || stage === "authorization");
  return deciding.map(({ source }) => source && [source.resource, source.path]);
}

const defaultPorts = { http: 80, https: 443 };

function writeRequest(request: MeshRequest, [first = ""]: readonly string[]): RequestTest["request"] {
  const { caller, scheme, host, port, path, query, method, headers, claims } = request;
  const outside = caller.kind === "outside" ? caller.gateway : undefined;
  const from =
    outside !== undefined
      ? `outside:${outside.namespace}/${outside.object.manifest.metadata.name}`
      : caller.kind === "plain"
        ? `plain/${caller.namespace}`
        : first;
  const authority = port === defaultPorts[scheme] ? host : `${host}:${port}`;
  return {
    from,
    to: `${scheme}://${authority}${path}${query === "" ? "" : `?${query}`}`,
    ...(method === "GET" ? {} : { method }),
    ...(Object.keys(headers).length === 0 ? {} : { headers: { ...headers } }),
    ...(claims === undefined ? {} : { claims: { ...claims } }),
  };
}

/** What a test expects of an answer; undefined where nothing is known. */
function describeAnswer(answer: Answer, service: string): Expectation | undefined {
  const outcomes = listOutcomes(answer);
  if (outcomes.some(({ kind }) => kind === "unknown")) return undefined;
  const reached = outcomes.filter((outcome): outcome is Reached => outcome.kind === "reached");
  if (reached.length > 0) return describeReached(outcomes, reached);
  const [first] = outcomes;
  const policies = new Set(outcomes.map(findDenial));
  const [policy] = policies;
  if (policy !== undefined && policies.size === 1) return { status: 403, deniedBy: policy };
  if (first?.kind !== "answered" || outcomes.length > 1) return { notReached: service };
  return { status: first.status, ...(first.location === undefined ? {} : { location: first.location }) };
}

function describeReached(outcomes: readonly Outcome[], reached: readonly Reached[]): Expectation {
  const [first] = reached;
  const hosts = new Set(reached.map(({ destination }) => destination.host));
  // A test names one service; what the others get is left to tests of their own.
  if (first === undefined || hosts.size > 1) return { retries: first?.delivery.attempts ?? 0 };
  const shares: Record<string, number> = {};
  for (const { destination, share } of reached) {
    const version = nameVersion(destination);
    shares[version] = toPercentage(share + (shares[version] ?? 0) / 100);
  }
  const versions = Object.keys(shares);
  const isAll = outcomes.length === reached.length;
  const named = versions.length === 1 && isAll ? { version: versions[0] } : { shares };
  const timeouts = new Set(reached.map(({ delivery }) => delivery.timeout ?? "none"));
  const attempts = new Set(reached.map(({ delivery }) => delivery.attempts));
  return {
    reaches: { service: nameService(first.destination.host), ...(versions.includes("") ? {} : named) },
    ...(timeouts.size === 1 ? { timeout: [...timeouts][0] } : {}),
    ...(attempts.size === 1 ? { retries: [...attempts][0] } : {}),
    ...(isAll ? {} : { status: listStatuses(outcomes) }),
  };
}

function listStatuses(outcomes: readonly Outcome[]): Record<string, number> {
  const statuses: Record<string, number> = {};
  for (const outcome of outcomes) {
    if (outcome.kind !== "answered") continue;
    statuses[outcome.status] = toPercentage(outcome.share + (statuses[outcome.status] ?? 0) / 100);
  }
  return statuses;
}
