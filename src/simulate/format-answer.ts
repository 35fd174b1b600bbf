import type { Answer, Outcome, Reached, Step } from "./answer.js";
import { formatWorkload } from "./format-object.js";

/** An answer as a short list: the steps that all share, then each outcome with its own. */
export function formatAnswer({ steps, outcomes }: Answer): string {
  const parts = outcomes.map((outcome) => [
    `${formatShare(outcome.share)}${formatOutcome(outcome)}`,
    ...outcome.steps.map((step) => `  ${formatStep(step)}`),
  ]);
  return [...steps.map(formatStep), ...(steps.length === 0 ? [] : [""]), ...parts.flat()].join("\n");
}

/** What comes of a share, in one line. */
export function formatOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case "reached":
      return formatReached(outcome);
    case "answered": {
      const { status, by, location, delay } = outcome;
      const where = location === undefined ? "" : ` to ${location}`;
      return `${status} by ${reasons[by]}${where}${delay === undefined ? "" : `, after ${delay}`}`;
    }
    case "broken":
      return `no answer: ${outcome.reason}`;
    case "unknown":
      return `unknown: ${outcome.reason}`;
  }
}

const reasons = {
  redirect: "a redirect",
  directResponse: "a route",
  fault: "a fault",
  preflight: "the CORS policy",
  noRoute: "the proxy, without a route",
  noEndpoint: "the proxy, without a pod",
  unauthenticated: "RequestAuthentication",
  denied: "AuthorizationPolicy",
  rateLimit: "a rate limit",
  upstream: "the proxy, whose connection fails",
} as const;

function formatReached({ destination, path, isMutualTls, delivery, delay, mirrors }: Reached): string {
  const { workload, host, port, subset } = destination;
  const whom = workload === undefined ? `${host}:${port}` : formatWorkload(workload);
  const { timeout, attempts, perTryTimeout } = delivery;
  const parts = [
    ...(subset === "" ? [] : [`subset ${subset}`]),
    `path ${path}`,
    isMutualTls ? "mutual TLS" : "no mutual TLS",
    timeout === undefined ? "no timeout" : `timeout ${timeout}`,
    attempts === 0 ? "no retries" : `${attempts} ${attempts === 1 ? "retry" : "retries"}`,
    ...(perTryTimeout === undefined ? [] : [`${perTryTimeout} a try`]),
    ...(delay === undefined ? [] : [`delay ${delay}`]),
    ...mirrors.map((one) => `${one.percentage} % copied to ${one.host}${one.subset === "" ? "" : ` (${one.subset})`}`),
  ];
  return `reaches ${whom}: ${parts.join(", ")}`;
}

/** `25 % ` of several, nothing of the only one. */
function formatShare(share: number): string {
  return share === 1 ? "" : `${Number((share * 100).toPrecision(3))} % `;
}

/** `route: what is decided (file:line)`; without a place the object is named in the message. */
function formatStep({ stage, message, source }: Step): string {
  const { file, line } = source ?? {};
  const place = file === undefined ? "" : ` (${[file, line].filter((part) => part !== undefined).join(":")})`;
  return `${stage}: ${message}${place}`;
}
