import { nameSome } from "../../text/shorten.js";
import { changeKinds, type Change, type Effect } from "./effect.js";
import { formatCallers, formatCause, formatHost, formatSummary } from "./format-text.js";

/** The effect for a comment of a pull request. */
export function formatEffectAsMarkdown(effect: Effect): string {
  const { changes, withoutEffect } = effect;
  const header = ["host", "effect", "callers", "requests", "before", "after", "cause"];
  const table = [`| ${header.join(" | ")} |`, `|${" --- |".repeat(header.length)}`, ...changes.map(formatRow)];
  const others = withoutEffect.map((cause) => `- ${escapeMarkdown(formatCause(cause))}`);
  return [
    "### Effect on requests",
    formatSummary(effect),
    ...(changes.length === 0 ? [] : [table.join("\n")]),
    ...(others.length === 0 ? [] : [["Objects that change without an effect on requests:", "", ...others].join("\n")]),
  ].join("\n\n");
}

function formatRow(change: Change): string {
  const { kind, requests, before, after, causes } = change;
  const cells = [formatHost(change), changeKinds[kind], formatCallers(change), nameSome(requests), before, after];
  const all = [...cells.map(escapeMarkdown), causes.map((cause) => escapeMarkdown(formatCause(cause))).join("<br>")];
  return `| ${all.join(" | ")} |`;
}

/** What would be a column, a tag or an emphasis. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\|<>*_`[\]]/g, "\\$&").replaceAll("\n", " ");
}
