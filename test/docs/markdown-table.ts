/** A Markdown table; `|` in a cell is escaped, a line break in a cell becomes a space. */
export function formatMarkdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const divider = header.map(() => "---");
  return [header, divider, ...rows].map((cells) => `| ${cells.map(formatCell).join(" | ")} |`).join("\n");
}

function formatCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
