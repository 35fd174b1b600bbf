import type { MeshReader } from "../../mesh/objects.js";
import type { Answer } from "../answer.js";
import { nameService } from "../outcome-words.js";
import { computeProbes } from "../probes/compute-probes.js";
import { listCallers } from "../probes/callers.js";
import { createTargets, type Target } from "../probes/targets.js";
import type { MeshRequest } from "../request.js";
import { simulate as simulateRequest } from "../simulate.js";
import { createCulpritFinder, toCause } from "./causes.js";
import { allRequests, ChangeCollector, type Found } from "./change-collector.js";
import { listChangedObjects, type CompareObjects } from "./changed-objects.js";
import { compareAnswers } from "./compare-answers.js";
import type { Change, Effect } from "./effect.js";
import { findTouchedTargets } from "./touched-targets.js";

/** How two versions of a mesh are compared. */
export interface CompareOptions {
  /** @default - by what people write */
  isSame?: CompareObjects;
  /** Requests that are compared at most. @default 4000 */
  limit?: number;
  /** @default - as Istio does */
  simulate?: (mesh: MeshReader, request: MeshRequest) => Answer;
}

const defaultLimit = 4000;

/** What requests meet otherwise in the second of two versions of a mesh. */
export function compareMeshes(before: MeshReader, after: MeshReader, options: CompareOptions = {}): Effect {
  const { isSame, limit = defaultLimit, simulate = simulateRequest } = options;
  const objects = listChangedObjects(before, after, isSame);
  const touched = findTouchedTargets(before, after, objects);
  const { probes, leftOut } = computeProbes({ before, after, targets: new Set(touched.keys()), limit });
  const collected = new ChangeCollector();
  const findCulprits = createCulpritFinder(objects);
  for (const { target, callers, words, ...requests } of probes) {
    const { key } = target.after;
    collected.count(key, words);
    const [was, is] = [simulate(before, requests.before), simulate(after, requests.after)];
    for (const change of compareAnswers(was, is)) {
      const named = findCulprits(was, is, change.kind);
      const culprits = named.length > 0 ? named : (touched.get(key) ?? []).map((object) => ({ object }));
      collected.add({ ...describeTarget(target.after), callers, requests: [words], ...change }, key, culprits);
    }
  }
  for (const { change, key } of listComingHosts(before, after)) {
    collected.add(
      change,
      key,
      (touched.get(key) ?? []).map((object) => ({ object })),
    );
  }
  return {
    changes: collected.list(),
    withoutEffect: objects.filter((object) => !collected.culprits.has(object)).map((object) => toCause({ object })),
    compared: probes.length,
    leftOut,
  };
}

function describeTarget({ host, gateway }: Target): Pick<Change, "host" | "gateway"> {
  if (gateway === undefined) return { host: nameService(host) };
  return { host, gateway: `${gateway.namespace}/${gateway.object.manifest.metadata.name}` };
}

/** Hosts that only one version has. */
function listComingHosts(before: MeshReader, after: MeshReader): { change: Found; key: string }[] {
  const [old, now] = [before.ask(createTargets).all, after.ask(createTargets).all];
  const [there, gone] = ["the host exists", "the host does not exist"];
  const describe = (target: Target, reader: MeshReader) => ({
    ...describeTarget(target),
    callers: target.gateway === undefined ? reader.ask(listCallers).flatMap(({ names }) => names) : ["clients outside"],
    requests: [allRequests],
  });
  return [
    ...[...old.values()].flatMap((target) => {
      if (now.has(target.key)) return [];
      const change = { kind: "unreachable" as const, ...describe(target, before), before: there, after: gone };
      return [{ change, key: target.key }];
    }),
    ...[...now.values()].flatMap((target) => {
      if (old.has(target.key)) return [];
      const change = { kind: "new-host" as const, ...describe(target, after), before: gone, after: there };
      return [{ change, key: target.key }];
    }),
  ];
}
