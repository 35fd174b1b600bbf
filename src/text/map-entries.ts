/** The same keys, each with another value. */
export function mapEntries<T, U>(
  entries: Readonly<Record<string, T>>,
  map: (key: string, value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, map(key, value)]));
}
