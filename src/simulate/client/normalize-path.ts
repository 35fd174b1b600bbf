/** Characters that mean the same with and without percent-encoding. Source: RFC 3986, 2.3. */
const unreserved = /%(2[dDeE]|3\d|4[1-9a-fA-F]|5[\daAfF]|6[1-9a-fA-F]|7[\daAeE])/g;

/**
 * The path as a proxy compares it and sends it on.
 * Source: `pathNormalization` in Istio's mesh configuration; https://istio.io/latest/docs/ops/best-practices/security/#customize-your-system-on-path-normalization
 * @param mode of the mesh configuration; `DEFAULT` is `BASE`
 */
export function normalizePath(path: string, mode: unknown = "DEFAULT"): string {
  if (mode === "NONE" || !/[%\\]|\/[./]/.test(path)) return path;
  const isDecoding = mode === "DECODE_AND_MERGE_SLASHES";
  const slashed = isDecoding ? path.replaceAll(/%2[fF]/g, "/").replaceAll(/%5[cC]/g, "\\") : path;
  const plain = removeDots(slashed.replaceAll("\\", "/").replaceAll(unreserved, decodeURIComponent));
  return isDecoding || mode === "MERGE_SLASHES" ? plain.replaceAll(/\/{2,}/g, "/") : plain;
}

/** Source: RFC 3986, 5.2.4. */
function removeDots(path: string): string {
  if (!path.includes("/.")) return path;
  const kept: string[] = [];
  const segments = path.split("/").slice(1);
  for (const segment of segments) {
    if (segment === "..") kept.pop();
    else if (segment !== ".") kept.push(segment);
  }
  const isFolder = [".", ".."].includes(segments.at(-1) ?? "");
  return `/${kept.join("/")}${isFolder && kept.length > 0 ? "/" : ""}`;
}
