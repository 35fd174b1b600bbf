import { Scalar, stringify } from "yaml";
import { isMap } from "../../text/is-map.js";

/** Texts that YAML 1.1 takes for something else, as `on`, get quotes, since documents are refused without them. */
export const compat = "yaml-1.1";

/** A collection that is longer gets lines of its own. */
const longest = 80;

/** A value within braces and brackets, on one line; it means the same outside of them. */
export function renderFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(renderFlow).join(", ")}]`;
  if (isMap(value)) {
    const pairs = Object.entries(value).map(([key, inner]) => renderPair(key, inner));
    return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
  }
  // The library would fold it over several lines.
  if (typeof value === "string" && /\p{Cc}/u.test(value)) return JSON.stringify(value);
  const list = stringify([value], { compat, collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 });
  return list.trimEnd().slice(1, -1);
}

export function renderPair(key: string, value: unknown): string {
  return `${renderFlow(key)}: ${renderFlow(value)}`;
}

/** A scalar with the quotes that another one had there. */
export function renderLike(type: Scalar.Type | undefined, value: unknown): string {
  if (typeof value !== "string" || /[^\x20-\x7e]/.test(value)) return renderFlow(value);
  if (type === Scalar.QUOTE_SINGLE) return `'${value.replaceAll("'", "''")}'`;
  return type === Scalar.QUOTE_DOUBLE ? JSON.stringify(value) : renderFlow(value);
}

/** Lines of a key and its value; the value on the key's line where there is room. */
export function renderEntry(key: string, value: unknown): string[] {
  const line = renderPair(key, value);
  if (line.length <= longest || !isCollection(value)) return [line];
  return [`${renderFlow(key)}:`, ...renderBlock(value).map((inner) => `  ${inner}`)];
}

/** Lines of an item of a list. */
export function renderItem(value: unknown): string[] {
  const line = `- ${renderFlow(value)}`;
  if (line.length <= longest || !isCollection(value)) return [line];
  return renderBlock(value).map((inner, index) => `${index === 0 ? "- " : "  "}${inner}`);
}

function renderBlock(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(renderItem);
  return Object.entries(value as object).flatMap(([key, inner]) => renderEntry(key, inner));
}

function isCollection(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
