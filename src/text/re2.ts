import { RE2JS } from "re2js";

// Go and Envoy read regular expressions as RE2 does, https://github.com/google/re2/wiki/Syntax.

const compiled = new Map<string, RE2JS | undefined>();
/** Objects of a mesh repeat their expressions; one that never does must not fill the memory. */
const mostCompiled = 10_000;

/** The expression; undefined where RE2 does not take it. */
export function compileRe2(regex: string): RE2JS | undefined {
  if (compiled.has(regex)) return compiled.get(regex);
  const found = compile(regex);
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

function compile(regex: string): RE2JS | undefined {
  try {
    return RE2JS.compile(regex);
  } catch {
    return undefined;
  }
}
