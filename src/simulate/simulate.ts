import type { MeshReader } from "../mesh/objects.js";
import type { Answer, Outcome, Step } from "./answer.js";
import { routeRequest } from "./client/route-request.js";
import { deliver } from "./destination/deliver.js";
import { findFallback, findForeignFilter } from "./proxy-filters.js";
import type { MeshRequest } from "./request.js";
import type { Routed, Target } from "./routed.js";
import { admit, type Admission } from "./server/admit.js";
import { createGatewayArrival } from "./server/gateway-arrival.js";

/**
 * What a request meets in a mesh, and what comes of it: Istio's own decisions, by the objects alone. What these do not decide is `unknown`, with
 * the reason. Never throws on what objects say.
 */
export function simulate(mesh: MeshReader, request: MeshRequest): Answer {
  const admission = enter(mesh, request);
  const routed = routeRequest(mesh, { ...request, ...admission?.request, claims: admission?.claims ?? request.claims });
  const outcomes = routed.flatMap((one) => follow(mesh, request, { routed: one, admission }));
  return shareSteps(outcomes);
}

/** The gateway's own policies, for a client outside. */
function enter(mesh: MeshReader, request: MeshRequest): Admission | undefined {
  const { caller } = request;
  if (caller.kind !== "outside") return undefined;
  return admit(mesh, createGatewayArrival(mesh, caller, request, true), "gateway");
}

interface Way {
  routed: Routed;
  admission: Admission | undefined;
}

function follow(mesh: MeshReader, request: MeshRequest, { routed, admission }: Way): Outcome[] {
  const [before, after] = splitSteps(routed.steps);
  const steps = [...before, ...(admission?.steps ?? [])];
  const { share } = routed;
  // Whoever gets no connection meets no policy.
  if ("end" in routed && routed.end.kind === "broken") return [{ ...routed.end, share, steps: routed.steps }];
  if (admission?.end !== undefined) return [{ ...admission.end, share, steps }];
  const all = [...steps, ...after];
  if ("end" in routed) return [{ ...routed.end, share, steps: all }];
  const foreign = findForeign(mesh, routed.target);
  if (foreign !== undefined) return [{ ...foreign.end, share, steps: [...all, ...foreign.steps] }];
  const target = { ...routed.target, request: forward(routed.target.request, request, admission) };
  const delivered = deliver(mesh, {
    target,
    isEncrypted: target.request.scheme === "https",
    clientAddress: { doubt: "which client address the proxies on the way write stands in no object" },
  });
  return delivered.map((outcome) => {
    const own = { ...outcome, share: share * outcome.share, steps: [...all, ...outcome.steps] };
    return applyFallback(mesh, own, target);
  });
}

/** A gateway hands on the token that it got, but where one of its rules says otherwise. */
function forward(routed: MeshRequest, given: MeshRequest, admission: Admission | undefined): MeshRequest {
  return { ...routed, claims: admission === undefined ? given.claims : admission.request.claims };
}

/** What comes before a gateway's policies, and what after. */
function splitSteps(steps: readonly Step[]): [Step[], Step[]] {
  const at = steps.findIndex(({ stage }) => !["caller", "scope", "gateway"].includes(stage));
  return at === -1 ? [[...steps], []] : [steps.slice(0, at), steps.slice(at)];
}

function findForeign(mesh: MeshReader, target: Target) {
  const { proxy } = target;
  if (proxy === undefined || proxy.isGateway) return undefined;
  return findForeignFilter(mesh, proxy.workload, "outbound", formatAddress(target));
}

/** Where nobody answers, a fallback may. */
function applyFallback(mesh: MeshReader, outcome: Outcome, target: Target): Outcome {
  const isFailed = outcome.kind === "answered" && (outcome.by === "noEndpoint" || outcome.by === "upstream");
  if (!isFailed || target.proxy === undefined) return outcome;
  const fallback = findFallback(mesh, target.proxy.workload, formatAddress(target));
  if (fallback === undefined) return outcome;
  return { ...fallback.end, share: outcome.share, steps: [...outcome.steps, ...fallback.steps] };
}

function formatAddress({ host, port }: Target): string {
  return `${host}:${port}`;
}

/** Steps that all outcomes begin with are the answer's. */
function shareSteps(outcomes: readonly Outcome[]): Answer {
  const [first] = outcomes;
  const steps = first?.steps ?? [];
  const count = steps.findIndex((step, index) => outcomes.some((one) => !isSame(step, one.steps[index])));
  const shared = count === -1 ? steps.length : count;
  return {
    steps: steps.slice(0, shared),
    outcomes: outcomes.map((outcome) => ({ ...outcome, steps: outcome.steps.slice(shared) })),
  };
}

function isSame(step: Step, other: Step | undefined): boolean {
  if (other === undefined) return false;
  return step === other || JSON.stringify(step) === JSON.stringify(other);
}
