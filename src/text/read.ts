import { isMap } from "./is-map.js";

// Objects come as people wrote them: a field may be missing or of another kind than its schema wants, which another rule says.

/** The maps in a list; none where it is not a list. */
export function toMaps(value: unknown): readonly Record<string, any>[] {
  return Array.isArray(value) ? value.map(toMap) : [];
}

/** The map; an empty one where it is none. */
export function toMap(value: unknown): Record<string, any> {
  return isMap(value) ? value : {};
}

/** The texts in a list; none where it is not a list. */
export function toTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** The text; an empty one where it is none. */
export function toText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A value of any kind, for a message. */
export function formatValue(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
}
