import { compileRe2 } from "../../text/re2.js";

/** What stands for a class of characters. */
const classes: Readonly<Record<string, string>> = {
  d: "1",
  w: "a",
  s: " ",
  D: "a",
  W: "-",
  S: "a",
  b: "",
  B: "",
  A: "",
  z: "",
};

/** A text that RE2 takes as a whole by an expression; undefined where none is found. The shortest is not promised. */
export function findRegexText(regex: string): string | undefined {
  const compiled = compileRe2(regex);
  if (compiled === undefined) return undefined;
  const text = new Writer(regex).writeAlternatives();
  return text !== undefined && compiled.matches(text) ? text : undefined;
}

/** Writes one text on a way through an expression: the first alternative, and of what repeats the least, but once where it may be missing. */
class Writer {
  readonly #regex: string;
  #at = 0;

  constructor(regex: string) {
    this.#regex = regex;
  }

  /** The first of the alternatives up to the end of the group, or of the expression. */
  writeAlternatives(): string {
    const first = this.#writeSequence();
    while (this.#peek() === "|") {
      this.#at += 1;
      this.#writeSequence();
    }
    return first;
  }

  #writeSequence(): string {
    let text = "";
    while (this.#at < this.#regex.length && this.#peek() !== "|" && this.#peek() !== ")") {
      const part = this.#writePart();
      text += part.repeat(this.#readCount());
    }
    return text;
  }

  #writePart(): string {
    const character = this.#next();
    if (character === "(") return this.#writeGroup();
    if (character === "[") return this.#writeSet();
    if (character === "\\") {
      const escaped = this.#next();
      return classes[escaped] ?? escaped;
    }
    if (character === ".") return "a";
    return character === "^" || character === "$" ? "" : character;
  }

  #writeGroup(): string {
    const flags = /^\?(?:P?<\w+>|[a-zA-Z-]*:|[a-zA-Z-]+(?=\)))/.exec(this.#regex.slice(this.#at));
    this.#at += flags?.[0].length ?? 0;
    const text = this.writeAlternatives();
    this.#at += 1;
    return text;
  }

  /** A character that a set takes: a usual one, or one that it names. */
  #writeSet(): string {
    const end = this.#findSetEnd();
    const set = this.#regex.slice(this.#at, end);
    this.#at = end + 1;
    const matcher = compileRe2(`[${set}]`);
    const candidates = [..."a1-A_/.~ ", ...set];
    return candidates.find((one) => matcher?.matches(one) === true) ?? "";
  }

  /** A bracket at the beginning is a character, and so is one that is escaped. */
  #findSetEnd(): number {
    let at = this.#at;
    if (this.#regex[at] === "^") at += 1;
    if (this.#regex[at] === "]") at += 1;
    while (at < this.#regex.length && this.#regex[at] !== "]") {
      if (this.#regex.startsWith("[:", at)) at = this.#regex.indexOf(":]", at) + 1;
      at += this.#regex[at] === "\\" ? 2 : 1;
    }
    return at;
  }

  #readCount(): number {
    const [whole = "", least] = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(this.#regex.slice(this.#at)) ?? [];
    this.#at += whole.length;
    return least === undefined ? 1 : Number(least);
  }

  #peek(): string | undefined {
    return this.#regex[this.#at];
  }

  #next(): string {
    const character = this.#regex[this.#at] ?? "";
    this.#at += 1;
    return character;
  }
}
