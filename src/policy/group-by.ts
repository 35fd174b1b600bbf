/** What has the same key together, in the order of the keys; each group in the order given. */
export function groupBy<T>(all: readonly T[], key: (one: T) => readonly string[]): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const name = key(one).join(" ");
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [one]);
    else known.push(one);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, members]) => members);
}
