import { covers } from "./match-cover.js";
import { readTextMatch } from "../mesh/text-match.js";
import { toMap } from "../text/read.js";
import { file } from "../mesh/selection.js";

type Match = Readonly<Record<string, any>>;

/** Matches in their order, ready to be asked which one takes all that another takes. */
export class Covering<Item extends { match: Match }> {
  readonly #items = new Map<string, { item: Item; position: number }[]>();
  readonly #prefixLengths = new Set<number>();
  #count = 0;

  add(item: Item): void {
    const { prefix } = readTextMatch(item.match.uri);
    if (prefix !== undefined) this.#prefixLengths.add(prefix.toLowerCase().length);
    file(this.#items, toKey(item.match), { item, position: this.#count });
    this.#count += 1;
  }

  /** The first that covers a match. */
  find(match: Match): Item | undefined {
    const found = listKeys(match, this.#prefixLengths).flatMap((key) => {
      const one = this.#items.get(key)?.find(({ item }) => covers(item.match, match));
      return one === undefined ? [] : [one];
    });
    return found.sort((a, b) => a.position - b.position)[0]?.item;
  }
}

/** What a match is filed by: something that each match within it has too. */
function toKey({ headers, uri }: Match): string {
  for (const [name, value] of Object.entries(toMap(headers))) {
    const { exact } = readTextMatch(value);
    if (exact !== undefined) return toHeaderKey(name, exact);
  }
  const { exact, prefix } = readTextMatch(uri);
  if (exact !== undefined) return `uri=${exact.toLowerCase()}`;
  return prefix === undefined ? "" : `uri^${prefix.toLowerCase()}`;
}

/** The keys of all matches that may cover this one. */
function listKeys({ headers, uri }: Match, prefixLengths: ReadonlySet<number>): string[] {
  const named = Object.entries(toMap(headers)).flatMap(([name, value]) => {
    const { exact } = readTextMatch(value);
    return exact === undefined ? [] : [toHeaderKey(name, exact)];
  });
  const { exact, prefix } = readTextMatch(uri);
  const path = (exact ?? prefix)?.toLowerCase();
  if (path === undefined) return ["", ...named];
  const lengths = [...prefixLengths].filter((length) => length <= path.length);
  const prefixes = lengths.map((length) => `uri^${path.slice(0, length)}`);
  return ["", ...named, ...prefixes, ...(exact === undefined ? [] : [`uri=${path}`])];
}

function toHeaderKey(name: string, exact: string): string {
  return `header ${name.toLowerCase()}=${exact}`;
}
