import { formatPlace } from "../../text/schema-problems.js";
import { nameSome } from "../../text/shorten.js";
import { changeKinds, type Cause, type Change, type ChangeKind, type Effect } from "./effect.js";

/** The effect in words, host by host within each kind, and a summary. */
export function formatEffectAsText(effect: Effect): string {
  const { changes, withoutEffect } = effect;
  return [
    ...changes.map(formatChange),
    ...(withoutEffect.length === 0
      ? []
      : [
          [
            "objects that change without an effect on requests",
            ...withoutEffect.map((one) => `  ${formatCause(one)}`),
          ].join("\n"),
        ]),
    formatSummary(effect),
  ].join("\n\n");
}

function formatChange(change: Change): string {
  const { kind, before, after, requests, causes } = change;
  return [
    `${formatHost(change)}: ${changeKinds[kind]}`,
    `  callers:  ${formatCallers(change)}`,
    `  requests: ${nameSome(requests)}`,
    `  before:   ${before}`,
    `  after:    ${after}`,
    ...causes.map((cause) => `  cause:    ${formatCause(cause)}`),
  ].join("\n");
}

/** `shop/reviews`, `www.example.com at gateway ingress/public`. */
export function formatHost({ host, gateway }: Change): string {
  return gateway === undefined ? host : `${host} at gateway ${gateway}`;
}

/** `shop/web and shop/other (2)`. Of many only the first have names. */
export function formatCallers({ callers }: Change): string {
  return callers.length === 1 ? (callers[0] ?? "") : `${nameSome(callers)} (${callers.length})`;
}

/** `VirtualService shop/reviews changed (policies/reviews.yaml:3)`. */
export function formatCause({ action, resource: { kind, namespace, name }, ...place }: Cause): string {
  const where = formatPlace(place);
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  return `${kind} ${full} ${action}${where === "" ? "" : ` (${where})`}`;
}

/** `2 changes: 1 newly denied, 1 other route; 40 requests compared`. */
export function formatSummary({ changes, compared, leftOut }: Effect): string {
  const kinds = (Object.keys(changeKinds) as ChangeKind[]).flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${changeKinds[kind]}`];
  });
  const what =
    changes.length === 0 ? "no effect on requests" : `${formatCount(changes.length, "change")}: ${kinds.join(", ")}`;
  const rest = leftOut === 0 ? "" : `, ${leftOut} more were too many`;
  return `${what}; ${formatCount(compared, "request")} compared${rest}`;
}

function formatCount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
