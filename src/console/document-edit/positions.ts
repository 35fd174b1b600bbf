import { isCollection, isNode, isPair, type Node } from "yaml";

/** Where in the text a node of it begins. */
export function findStart(node: unknown): number {
  const [start] = (isPair(node) ? (node.key as Node) : (node as Node)).range ?? [];
  if (start === undefined) throw new Error("this node has no position");
  return start;
}

/** Where the last character ends that says something: a block's range goes on over comments and blank lines below it. */
export function findEnd(node: unknown): number {
  if (isPair(node)) return Math.max(findOwnEnd(node.key), isNode(node.value) ? findEnd(node.value) : 0);
  const last = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  return last === undefined || last === null ? findOwnEnd(node) : findEnd(last);
}

function findOwnEnd(node: unknown): number {
  const end = isNode(node) ? node.range?.[1] : undefined;
  if (end === undefined) throw new Error("this node has no position");
  return end;
}

export function findLineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Behind the line break of the line that something ends on; the text's end where it has none. */
export function findNextLine(text: string, end: number): number {
  // A block scalar ends behind its line break.
  if (text[end - 1] === "\n") return end;
  const at = text.indexOf("\n", end);
  return at === -1 ? text.length : at + 1;
}

/** Column of an offset, from 0. */
export function findIndent(text: string, offset: number): number {
  return offset - findLineStart(text, offset);
}

/** The line break that the text uses. */
export function findLineBreak(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
