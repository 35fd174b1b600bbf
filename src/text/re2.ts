// Go and Envoy read regular expressions as RE2 does, https://github.com/google/re2/wiki/Syntax.

const compiled = new Map<string, RegExp | undefined>();
/** Objects of a mesh repeat their expressions; one that never does must not fill the memory. */
const mostCompiled = 10_000;

/** The expression in JavaScript's words; undefined where RE2 does not take it. */
export function compileRe2(regex: string): RegExp | undefined {
  if (compiled.has(regex)) return compiled.get(regex);
  const found = translate(regex);
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(regex, found);
  return found;
}

/** Whether RE2 takes it. */
export function isRe2(regex: string): boolean {
  return compileRe2(regex) !== undefined;
}

/** The expression for the text itself. */
export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** No look-around, no back references, no escape that means nothing, nothing repeated more than 1,000 times. */
const notRe2 = /\(\?<?[=!]|\(\?P[=>]|(?<!\\)(?:\\\\)*\\(?:[1-9]|[ceghijklmoquyEFGHIJKLMNORTUVXYZ])/;
const mostRepeats = 1000;

const classes: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  blank: "\\t ",
  digit: "0-9",
  lower: "a-z",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

function translate(regex: string): RegExp | undefined {
  if (notRe2.test(regex)) return undefined;
  const repeats = [...regex.matchAll(/(?<!\\)\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, least, most]) => [least, most]);
  if (repeats.some((count) => Number(count ?? 0) > mostRepeats)) return undefined;
  const flags = /^\^?\(\?([ims]+)\)/.exec(regex)?.[1] ?? "";
  const body = regex
    .replaceAll(/\(\?[imsU]*(?:-[imsU]+)?:/g, "(?:")
    .replaceAll(/\(\?[imsU]*(?:-[imsU]+)?\)/g, "")
    .replaceAll("(?P<", "(?<")
    .replaceAll(/\[:(\w+):\]/g, (whole, name: string) => classes[name] ?? whole)
    .replaceAll("\\A", "^")
    .replaceAll("\\z", "$");
  try {
    return new RegExp(body, [...new Set(flags)].join(""));
  } catch {
    return undefined;
  }
}
