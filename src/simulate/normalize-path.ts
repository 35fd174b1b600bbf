import type { MeshKnowledge } from "../mesh/objects.js";
import { toMap, toText } from "../text/read.js";

/**
 * A path as proxies make it before they look at it. Source: `pathNormalization` of Istio's MeshConfig, `buildHTTPConnectionManager` in istio
 * pilot/pkg/networking/core/listener_builder.go, and `normalize_path`, `merge_slashes` and `path_with_escaped_slashes_action` of Envoy.
 */
export function normalizePath(path: string, { config }: Pick<MeshKnowledge, "config">): string {
  const kind = toText(toMap(config.pathNormalization).normalization) || "DEFAULT";
  if (kind === "NONE" || !/[%\\]|\/[./]/.test(path)) return path;
  const unescaped =
    kind === "DECODE_AND_MERGE_SLASHES" ? path.replaceAll(/%2f/gi, "/").replaceAll(/%5c/gi, "\\") : path;
  const dotted = removeDots(unescaped.replaceAll(/%[0-9a-f]{2}/gi, decodeUnreserved).replaceAll("\\", "/"));
  return kind.endsWith("MERGE_SLASHES") ? dotted.replaceAll(/\/{2,}/g, "/") : dotted;
}

/** Letters, digits, `-`, `.`, `_` and `~` are the same with and without escape, RFC 3986. */
function decodeUnreserved(escaped: string): string {
  const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  return /[a-zA-Z0-9._~-]/.test(character) ? character : escaped;
}

/** RFC 3986, 5.2.4. */
function removeDots(path: string): string {
  const segments = path.split("/");
  const kept: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === ".." && kept.length > 1) kept.pop();
    else if (segment !== "." && segment !== "..") {
      kept.push(segment);
      continue;
    }
    if (isLast) kept.push("");
  }
  return kept.join("/");
}
