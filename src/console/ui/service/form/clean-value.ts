/**
 * What a form holds, as a value for the document: the form's library leaves fields without a value in, and new items of a list
 * have none yet.
 */
export function cleanValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (item === undefined || item === null ? "" : cleanValue(item)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, cleanValue(inner)]])),
  );
}
