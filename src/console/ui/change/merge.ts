import { createTwoFilesPatch, diffArrays } from "diff";

/** Lines of the base, from start to end, and what stands there instead. */
interface Hunk {
  start: number;
  end: number;
  lines: readonly string[];
}

/** My change made to what somebody else has written; undefined where both changed the same lines in different ways. */
export function mergeOnTop(base: string | null, mine: string | null, theirs: string | null): string | undefined {
  if (base === null || mine === null || theirs === null) return undefined;
  const lines = splitLines(base);
  const [own, others] = [findHunks(lines, splitLines(mine)), findHunks(lines, splitLines(theirs))];
  const more = own.filter((hunk) => !others.some((other) => isSame(hunk, other)));
  if (more.some((hunk) => others.some((other) => isOverlapping(hunk, other)))) return undefined;
  const all = [...more, ...others].sort((one, other) => one.start - other.start || one.end - other.end);
  const merged: string[] = [];
  let at = 0;
  for (const { start, end, lines: instead } of all) {
    merged.push(...lines.slice(at, start), ...instead);
    at = end;
  }
  return [...merged, ...lines.slice(at)].join("");
}

/** Each with its line break. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function findHunks(base: readonly string[], changed: readonly string[]): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  for (const { value, added, removed } of diffArrays([...base], [...changed])) {
    if (!added && !removed) {
      at += value.length;
      continue;
    }
    const last = hunks.at(-1);
    const hunk: Hunk = last?.end === at ? (hunks.pop() ?? last) : { start: at, end: at, lines: [] };
    if (removed) at += value.length;
    hunks.push({ start: hunk.start, end: at, lines: added ? [...hunk.lines, ...value] : hunk.lines });
  }
  return hunks;
}

function isSame(one: Hunk, other: Hunk): boolean {
  return one.start === other.start && one.end === other.end && one.lines.join("") === other.lines.join("");
}

/** Two insertions at one place have no order. */
function isOverlapping(one: Hunk, other: Hunk): boolean {
  const areInsertions = one.start === one.end && other.start === other.end;
  return areInsertions ? one.start === other.start : one.start < other.end && other.start < one.end;
}

/** Unified difference of two texts. */
export function formatPatch(before: string, after: string): string {
  return createTwoFilesPatch("before", "after", before, after, undefined, undefined, { context: 3 });
}
