import { toMap, toText } from "../../text/read.js";
import { createStep, type Step } from "../answer.js";
import type { MeshRequest } from "../request.js";
import type { HttpRule } from "./http-rule.js";

/** What a fault does to a share of requests. */
export interface FaultShare {
  share: number;
  delay?: string;
  /** The status that the proxy answers with. */
  abort?: number;
  steps: readonly Step[];
}

/**
 * The shares of a rule's fault, which add up to 1: delays and aborts are drawn apart. Without a percentage no request gets one.
 * Source: HTTPFaultInjection in Istio's API, `TranslateFault` in istio pilot/pkg/networking/core/route/route.go.
 */
export function listFaultShares(rule: HttpRule, request: MeshRequest): FaultShare[] {
  const { delay, abort } = toMap(rule.value.fault);
  const [delayed, aborted] = [readDelay(delay), readAbort(abort, request)];
  const { object, path } = rule.find("fault");
  const delaySteps =
    delayed === undefined ? [] : [createStep("fault", `waits ${delayed.delay}`, object, [...path, "delay"])];
  const abortSteps =
    aborted === undefined
      ? []
      : [createStep("fault", `answers ${aborted.status} without the service`, object, [...path, "abort"])];
  const [late, ended] = [delayed?.share ?? 0, aborted?.share ?? 0];
  const shares: FaultShare[] = [
    { share: (1 - late) * (1 - ended), steps: [] },
    { share: late * (1 - ended), delay: delayed?.delay, steps: delaySteps },
    { share: (1 - late) * ended, abort: aborted?.status, steps: abortSteps },
    { share: late * ended, delay: delayed?.delay, abort: aborted?.status, steps: [...delaySteps, ...abortSteps] },
  ];
  return shares.filter(({ share }) => share > 0);
}

/** As Envoy has it: in millionths, cut off. */
export function readPercentage(value: unknown): number {
  const number = Number(toMap(value).value ?? 0);
  return Math.min(Math.max(Math.trunc(number * 10_000) / 1_000_000, 0), 1);
}

function readDelay(delay: unknown): { share: number; delay: string } | undefined {
  const { fixedDelay, percentage, percent } = toMap(delay);
  if (toText(fixedDelay) === "") return undefined;
  const share =
    percentage === undefined || percentage === null ? Number(percent ?? 0) / 100 : readPercentage(percentage);
  return { share, delay: toText(fixedDelay) };
}

function readAbort(abort: unknown, request: MeshRequest): { share: number; status: number } | undefined {
  const { httpStatus, grpcStatus, percentage } = toMap(abort);
  const share = readPercentage(percentage);
  if (typeof httpStatus === "number") return { share, status: httpStatus };
  const status = grpcStatuses.get(toText(grpcStatus));
  if (status === undefined) return undefined;
  const isGrpc = request.headers["content-type"]?.startsWith("application/grpc") === true;
  return { share, status: isGrpc ? 200 : status };
}

/** The HTTP status that Envoy answers with where the client does not speak gRPC. Source: `grpcToHttpStatus` in source/common/grpc/status.cc. */
const grpcStatuses: ReadonlyMap<string, number> = new Map([
  ...Object.entries({ OK: 200, CANCELLED: 499, UNKNOWN: 500, INVALID_ARGUMENT: 400, DEADLINE_EXCEEDED: 504 }),
  ...Object.entries({ NOT_FOUND: 404, ALREADY_EXISTS: 409, PERMISSION_DENIED: 403, RESOURCE_EXHAUSTED: 429 }),
  ...Object.entries({ FAILED_PRECONDITION: 400, ABORTED: 409, OUT_OF_RANGE: 400, UNIMPLEMENTED: 501 }),
  ...Object.entries({ INTERNAL: 500, UNAVAILABLE: 503, DATA_LOSS: 500, UNAUTHENTICATED: 401 }),
]);
