import { toMap, toText, toTexts } from "../../text/read.js";

type Headers = Readonly<Record<string, string>>;

/**
 * The headers of a request after `headers` of a rule or of a destination: what is removed goes first.
 * Source: `TranslateHeadersOperations` in istio pilot/pkg/networking/core/route/route.go.
 */
export function changeHeaders(headers: Headers, operations: unknown): Headers {
  const { set, add, remove } = toMap(toMap(operations).request);
  const changed = { ...headers };
  for (const name of toTexts(remove)) if (!isInternal(name)) delete changed[name.toLowerCase()];
  for (const [name, value] of listTexts(set)) changed[name] = value;
  for (const [name, value] of listTexts(add)) {
    changed[name] = Object.hasOwn(changed, name) ? `${changed[name] ?? ""},${value}` : value;
  }
  return changed;
}

/** The host header that such operations set; `set` goes before `add`. Empty where they set none. */
export function readAuthority(operations: unknown): string {
  const { set, add } = toMap(toMap(operations).request);
  return [set, add].map(findAuthority).find((value) => value !== "") ?? "";
}

function findAuthority(values: unknown): string {
  const named = Object.entries(toMap(values)).filter(([name]) => [":authority", "host"].includes(name.toLowerCase()));
  return toText(named.at(-1)?.[1]);
}

function listTexts(values: unknown): [string, string][] {
  return Object.entries(toMap(values))
    .filter(([name]) => !isInternal(name))
    .map(([name, value]) => [name.toLowerCase(), toText(value)]);
}

/** What Envoy does not change as a header. */
function isInternal(name: string): boolean {
  return name.startsWith(":") || name.toLowerCase() === "host";
}
