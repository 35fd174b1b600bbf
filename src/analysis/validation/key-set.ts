import { isMap } from "../../text/is-map.js";

/** What a key of each type has at least, and what only its owner may have. https://www.rfc-editor.org/rfc/rfc7518#section-6 */
const types: Readonly<Record<string, { needs: readonly string[]; secret: string }>> = {
  RSA: { needs: ["n", "e"], secret: "d" },
  EC: { needs: ["crv", "x", "y"], secret: "d" },
  OKP: { needs: ["crv", "x"], secret: "d" },
  oct: { needs: ["k"], secret: "k" },
};

/** What is wrong with a JSON Web Key Set, or with a single key; undefined where nothing is. */
export function findKeySetProblem(text: string): string | undefined {
  const value = parse(text);
  if (!isMap(value)) return "is not valid JSON of a key set, as https://www.rfc-editor.org/rfc/rfc7517 has it";
  const keys = readKeys(value);
  if (keys === undefined) return "has no list of keys";
  const index = keys.findIndex((key) => !isKey(key));
  return index === -1 ? undefined : `has an invalid key ${index + 1}: it needs kty and the fields of its type`;
}

/** Whether a key set has more than public keys. */
export function holdsSecret(text: string): boolean {
  const value = parse(text);
  const keys = isMap(value) ? (readKeys(value) ?? []) : [];
  return keys.some((key) => isMap(key) && (types[String(key.kty)]?.secret ?? "") in key);
}

function readKeys(value: Record<string, unknown>): unknown[] | undefined {
  if ("kty" in value) return [value];
  return Array.isArray(value.keys) ? value.keys : undefined;
}

function isKey(key: unknown): boolean {
  if (!isMap(key) || typeof key.kty !== "string") return false;
  return types[key.kty]?.needs.every((field) => typeof key[field] === "string") === true;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
