import type { MeshReader } from "../mesh/objects.js";
import type { Answer, Outcome, Step } from "./answer.js";
import { routeRequest } from "./client/route-request.js";
import { deliver } from "./destination/deliver.js";
import type { Sending } from "./destination/reach.js";
import { findFallback } from "./proxy-filters.js";
import type { MeshRequest } from "./request.js";
import type { Routed, Target } from "./routed.js";
import { admit, type Admission } from "./server/admit.js";
import { createGatewayArrival } from "./server/gateway-arrival.js";

/**
 * What a request meets in a mesh, and what comes of it: Istio's own decisions, by the objects alone. What these do not decide is `unknown`, with
 * the reason. Never throws on what objects say.
 */
export function simulate(mesh: MeshReader, request: MeshRequest): Answer {
  return shareSteps(follow(mesh, request, 0));
}

/** Gateways that send to gateways: more are a circle. */
const mostHops = 3;

/** @param hops gateways that were passed before */
function follow(mesh: MeshReader, request: MeshRequest, hops: number): Outcome[] {
  const { caller } = request;
  const pass = (sent: MeshRequest): readonly Outcome[] => {
    if (hops < mostHops) return follow(mesh, sent, hops + 1);
    return [{ kind: "unknown", reason: `it passes more than ${mostHops} gateways`, share: 1, steps: [] }];
  };
  if (caller.kind !== "outside") return sendAll(mesh, { sent: request, pass }, routeRequest(mesh, request));
  const isRead = routeRequest(mesh, { ...request, claims: undefined }).every(isReading);
  const admission = admit(mesh, createGatewayArrival(mesh, caller, request, isRead), "gateway");
  const routed = routeRequest(mesh, { ...admission.request, claims: admission.claims });
  return enter(mesh, { admission, pass }, routed);
}

/** Whether a gateway looks into requests, and does not only pass on connections. */
function isReading(routed: Routed): boolean {
  return "end" in routed || routed.target.isOpaque !== true;
}

/** What a gateway's own policies make of what it would route. */
function enter(
  mesh: MeshReader,
  { admission, pass }: { admission: Admission; pass: Sending["pass"] },
  routed: readonly Routed[],
): Outcome[] {
  const way = { sent: admission.request, pass };
  // Whoever gets no connection meets no policy.
  const isConnected = routed.some((one) => "target" in one || one.end.kind !== "broken");
  if (!isConnected) return sendAll(mesh, way, routed);
  const [first] = routed;
  if (admission.end !== undefined) {
    const [before] = splitSteps(first?.steps ?? []);
    return [{ ...admission.end, share: 1, steps: [...before, ...admission.steps] }];
  }
  const admitted = routed.map((one) => {
    const [before, after] = splitSteps(one.steps);
    return { ...one, steps: [...before, ...admission.steps, ...after] };
  });
  return sendAll(mesh, way, admitted);
}

interface Way extends Pick<Sending, "pass"> {
  /** As it leaves the caller, or comes through a gateway's policies: with the token that it hands on. */
  sent: MeshRequest;
}

function sendAll(mesh: MeshReader, way: Way, routed: readonly Routed[]): Outcome[] {
  return routed.flatMap((one) => send(mesh, way, one));
}

function send(mesh: MeshReader, { sent: { claims }, pass }: Way, routed: Routed): Outcome[] {
  const { share, steps } = routed;
  if ("end" in routed) return [{ ...routed.end, share, steps }];
  const target = { ...routed.target, request: { ...routed.target.request, claims } };
  const delivered = deliver(mesh, {
    target,
    pass,
    isEncrypted: target.isOpaque === true && target.request.scheme === "https",
    clientAddress: { doubt: "the proxies on the way set the client's address" },
  });
  return delivered.map((outcome) => {
    const own = { ...outcome, share: share * outcome.share, steps: [...steps, ...outcome.steps] };
    return applyFallback(mesh, own, target);
  });
}

/** What comes before a gateway's policies, and what after. */
function splitSteps(steps: readonly Step[]): [Step[], Step[]] {
  const at = steps.findIndex(({ stage }) => !["caller", "scope", "gateway"].includes(stage));
  return at === -1 ? [[...steps], []] : [steps.slice(0, at), steps.slice(at)];
}

/** Where nobody answers, a fallback may. */
function applyFallback(mesh: MeshReader, outcome: Outcome, target: Target): Outcome {
  const isFailed = outcome.kind === "answered" && (outcome.by === "noEndpoint" || outcome.by === "upstream");
  if (!isFailed || target.proxy === undefined) return outcome;
  const fallback = findFallback(mesh, target.proxy.workload, formatAddress(target));
  if (fallback === undefined) return outcome;
  return {
    kind: "unknown",
    reason: fallback.reason,
    share: outcome.share,
    steps: [...outcome.steps, ...fallback.steps],
  };
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
  if (step === other) return true;
  if (step.stage !== other.stage || step.message !== other.message) return false;
  return JSON.stringify(step.source) === JSON.stringify(other.source);
}
