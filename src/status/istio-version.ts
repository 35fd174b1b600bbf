/** The release in an image's tag or in an answer, as in `1.31.4`; undefined where it says none. */
export function readRelease(text: string): string | undefined {
  const tag = text.includes("/")
    ? text
        .replace(/@sha256:.*$/, "")
        .replace(/^.*\//, "")
        .replace(/^[^:]*:?/, "")
    : text;
  return /^v?(\d+\.\d+\.\d+)/.exec(tag)?.[1];
}

/** Whether a release is before another one. */
export function isOlder(one: string, other: string): boolean {
  return one.localeCompare(other, "en", { numeric: true }) < 0;
}
