import { file } from "../../mesh/selection.js";
import type { MeshReader } from "../../mesh/objects.js";
import type { Caller, MeshRequest } from "../request.js";
import { createCallerIndex, describeCallers, type CallerIndex } from "./caller-groups.js";
import { toRequestCaller, type ProbeCaller } from "./callers.js";
import { pairCallers, type PairedCaller } from "./paired-callers.js";
import { describeShape, dropSameShapes, plainPath, type RequestShape } from "./request-shape.js";
import { listTargetShapes } from "./target-shapes.js";
import { createTargets, type Target } from "./targets.js";

/** One request, in two versions of a mesh, that stands for those of several callers. */
export interface Probe {
  target: { before: Target; after: Target };
  before: MeshRequest;
  after: MeshRequest;
  /** Names of the callers that it stands for. */
  callers: readonly string[];
  /** What it has that other requests of its host have not, in words. */
  words: string;
}

/** Two versions of a mesh, and what of it is worth a request. */
export interface ProbeScope {
  before: MeshReader;
  after: MeshReader;
  /** Keys of the targets that objects which differ bear on. */
  targets: ReadonlySet<string>;
  /** Probes that are made at most. */
  limit: number;
}

/** Probes, and how many more there would be. */
export interface Probes {
  probes: Probe[];
  leftOut: number;
}

/**
 * The requests that may be answered otherwise in another version of a mesh, in an order of its own: the first of each host before the
 * second of any.
 */
export function computeProbes(scope: ProbeScope): Probes {
  const { before, after } = scope;
  const pairs = pairCallers(before, after);
  const indexes = {
    before: createCallerIndex(pairs.map((pair) => pair.before)),
    after: createCallerIndex(pairs.map((pair) => pair.after)),
  };
  const [old, all] = [before.ask(createTargets).all, after.ask(createTargets).all];
  const queues: Probe[][] = [];
  for (const key of [...all.keys()].sort()) {
    const [was, is] = [old.get(key), all.get(key)];
    if (was === undefined || is === undefined) continue;
    const targets = { before: was, after: is };
    const groups = groupCallers(scope, { targets, pairs, indexes, isTouched: scope.targets.has(key) });
    if (groups.length > 0) queues.push(createProbes(scope, targets, groups));
  }
  return takeInTurn(queues, scope.limit);
}

interface Grouping {
  targets: Probe["target"];
  pairs: readonly PairedCaller[];
  indexes: { before: CallerIndex; after: CallerIndex };
  isTouched: boolean;
}

interface Group {
  pair?: PairedCaller;
  names: string[];
}

/** Of a host that nothing bears on only those callers whose own objects differ. */
function groupCallers({ before, after }: ProbeScope, { targets, pairs, indexes, isTouched }: Grouping): Group[] {
  if (targets.after.gateway !== undefined) return isTouched ? [{ names: ["clients outside"] }] : [];
  if (!isTouched && !pairs.some(({ isChanged }) => isChanged)) return [];
  const was = describeCallers(before, targets.before, indexes.before);
  const is = describeCallers(after, targets.after, indexes.after);
  const groups = new Map<string, Group[]>();
  for (const [position, pair] of pairs.entries()) {
    const [old, now] = [was[position] ?? "", is[position] ?? ""];
    if (!isTouched && (!pair.isChanged || old === now)) continue;
    const known = groups.get(`${old} | ${now}`)?.[0];
    if (known === undefined) file(groups, `${old} | ${now}`, { pair, names: [...pair.names] });
    else known.names.push(...pair.names);
  }
  return [...groups.values()].flat();
}

/** Requests of one host at most. */
const mostOfTarget = 192;

/** The plain request of each caller first. */
function createProbes({ before, after }: ProbeScope, targets: Probe["target"], groups: readonly Group[]): Probe[] {
  const shapes = dropSameShapes([
    ...listTargetShapes(before, targets.before),
    ...listTargetShapes(after, targets.after),
  ]);
  const [first, ...others] = [...new Set([...targets.before.ports, ...targets.after.ports])];
  if (first === undefined) return [];
  const sent = [
    ...shapes.map((shape): Sent => ({ shape, port: shape.port ?? first })),
    ...others.map((port): Sent => ({ shape: { port }, port })),
  ];
  const probes = sent.flatMap((one) => groups.map((group) => createProbe(targets, group, one)));
  return probes.slice(0, mostOfTarget);
}

interface Sent {
  shape: RequestShape;
  port: number;
}

function createProbe(target: Probe["target"], { pair, names }: Group, sent: Sent): Probe {
  return {
    target,
    callers: names,
    words: describeShape(sent.shape),
    before: createRequest(target.before, pair?.before, sent),
    after: createRequest(target.after, pair?.after, sent),
  };
}

function createRequest(target: Target, caller: ProbeCaller | undefined, { shape, port }: Sent): MeshRequest {
  const { host, scheme, gateway } = target;
  const { method = "GET", path = plainPath, query = "", headers = {}, claims } = shape;
  return {
    caller: caller === undefined ? toOutside(gateway) : toRequestCaller(caller),
    ...{ scheme, host, port, method, path: path.startsWith("/") ? path : `/${path}`, query, headers },
    ...(claims === undefined ? {} : { claims }),
  };
}

/** Only gateways are called without a caller that is known. */
function toOutside(gateway: Target["gateway"]): Caller {
  return gateway === undefined ? { kind: "plain", namespace: "default" } : { kind: "outside", gateway };
}

function takeInTurn(queues: readonly (readonly Probe[])[], limit: number): Probes {
  const total = queues.reduce((sum, { length }) => sum + length, 0);
  const longest = queues.reduce((most, { length }) => Math.max(most, length), 0);
  const probes: Probe[] = [];
  for (let at = 0; at < longest && probes.length < limit; at += 1) {
    for (const queue of queues) {
      const probe = queue[at];
      if (probe !== undefined && probes.length < limit) probes.push(probe);
    }
  }
  return { probes, leftOut: total - probes.length };
}
