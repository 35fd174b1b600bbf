import { readTextMatch } from "../../mesh/text-match.js";
import { compileRe2 } from "../../text/re2.js";

/** Whether a text fits a match; undefined if the match's regular expression is not valid. */
export function fitsText(match: unknown, text: string): boolean | undefined {
  const { exact, prefix, regex } = readTextMatch(match);
  if (exact !== undefined) return text === exact;
  if (prefix !== undefined) return text.startsWith(prefix);
  if (regex === undefined) return true;
  return compileRe2(regex)?.matches(text);
}

/**
 * Whether it only wants the text to be there. The expression `*`, which is none, stands for that too.
 * Source: `canBeConvertedToPresentMatch` in istio pilot/pkg/networking/core/route/route.go.
 */
export function isPresenceMatch(match: unknown): boolean {
  const { exact, prefix, regex } = readTextMatch(match);
  return exact === undefined && prefix === undefined && (regex === undefined || regex === "*");
}

/** What a match wants, as a sentence goes on after "must": `be "GET"`, `begin with "/api"`. */
export function formatWanted(match: unknown): string {
  const { exact, prefix, regex } = readTextMatch(match);
  if (isPresenceMatch(match)) return "be there";
  if (exact !== undefined) return `be "${exact}"`;
  return prefix === undefined ? `match ${regex ?? ""}` : `begin with "${prefix}"`;
}
