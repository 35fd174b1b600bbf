import { codes } from "../../src/findings/codes.js";
import { formatMarkdownTable } from "./markdown-table.js";

/** docs/codes.md: one row a code. */
export function formatCodePage(): string {
  const rows = Object.entries(codes).map(([code, { name, level, description, remedy }]) => [
    code,
    name,
    level,
    description,
    remedy,
  ]);
  return [
    "# Codes",
    "An `error` stops the preview before anything is changed, a `warning` is printed. A code never changes its meaning.",
    formatMarkdownTable(["code", "name", "level", "meaning", "remedy"], rows),
    "This page is made from `src/findings/codes`.",
  ].join("\n\n");
}
