/** More of one sort are counted, not named. */
const mostNames = 5;

/** `a, b and 3 more`. */
export function nameSome(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names.slice(0, mostNames).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** More of what another program says is left out. */
const mostCharacters = 400;

/** The beginning of a text, in one line. */
export function shorten(reason: string): string {
  const line = reason.replaceAll(/\s+/g, " ").trim();
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
}
