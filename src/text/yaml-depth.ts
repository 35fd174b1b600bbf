import { Parser, type CST } from "yaml";

/** Far more than any object needs, and far less than the stack holds: whoever reads a value descends by calling itself. */
export const deepest = 200;

/**
 * Where a value begins that is nested more deeply than that. To be asked before values are composed: to catch the end of the
 * stack is too late, since a regular expression that is first used there ends the whole process.
 */
export function findDeep(text: string): number | undefined {
  for (const token of new Parser().parse(text)) {
    const offset = findDeepValue(token);
    if (offset !== undefined) return offset;
  }
  return undefined;
}

/** The same in one document's token. */
export function findDeepValue(document: CST.Token): number | undefined {
  const open: { token: CST.Token; depth: number }[] = [];
  const add = (token: CST.Token | null | undefined, depth: number) => {
    if (token) open.push({ token, depth });
  };
  if (document.type === "document") add(document.value, 1);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > deepest) return token.offset;
    if (!("items" in token)) continue;
    for (const { key, value } of token.items) {
      add(key, depth + 1);
      add(value, depth + 1);
    }
  }
  return undefined;
}
