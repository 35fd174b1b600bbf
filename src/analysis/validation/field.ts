import { isMap } from "../../text/is-map.js";
import type { ValuePath } from "../../findings/place.js";
import type { Collector } from "../../findings/collector.js";
import { formatSetting, type Problem } from "../../findings/problem.js";
import { createValueProblem, describeValue } from "../schemas/walk.js";

/** A place in an object where something may be wrong, and the way to say so. */
export class Field {
  readonly value: any;
  readonly #found: Collector<Problem>;
  readonly #parent: Field | undefined;
  readonly #key: PropertyKey;

  /** @param parent what it is in, under which key; nothing for the object itself */
  constructor(value: unknown, found: Collector<Problem>, parent?: Field, key: PropertyKey = "") {
    this.value = value;
    this.#found = found;
    this.#parent = parent;
    this.#key = key;
  }

  /** Put together only where something is wrong: most fields that are asked for are not there. */
  get path(): ValuePath {
    return this.#parent === undefined ? [] : [...this.#parent.path, this.#key];
  }

  /** Whether a value is there; null is none to istiod, and an empty text, list or 0 is none where the API has a plain field. */
  get isGiven(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  get isFilled(): boolean {
    const { value } = this;
    return (
      this.isGiven && value !== "" && value !== 0 && value !== false && !(Array.isArray(value) && value.length === 0)
    );
  }

  /** The text here; an empty one where there is none. */
  get text(): string {
    if (typeof this.value === "string") return this.value;
    this.#requireNothing("a string");
    return "";
  }

  /** The number here; 0 where there is none. */
  get number(): number {
    if (typeof this.value === "number") return this.value;
    this.#requireNothing("a number");
    return 0;
  }

  /** The value of a key, and of one in it; undefined where this is not a map. */
  at(key: string, ...inner: string[]): Field {
    const value: unknown = isMap(this.value) ? this.value[key] : this.#requireNothing("a map");
    const field = new Field(value, this.#found, this, key);
    const [next, ...rest] = inner;
    return next === undefined ? field : field.at(next, ...rest);
  }

  /** The entries of a list; none where this is not a list. */
  get entries(): Field[] {
    const { value } = this;
    if (Array.isArray(value)) return value.map((entry, index) => new Field(entry, this.#found, this, index));
    this.#requireNothing("a list");
    return [];
  }

  /** The values of a map by their keys; none where this is not a map. */
  get fields(): [string, Field][] {
    if (isMap(this.value)) return Object.keys(this.value).map((key) => [key, this.at(key)]);
    this.#requireNothing("a map");
    return [];
  }

  /** Of these keys those whose value is filled. */
  filled(...keys: string[]): string[] {
    return keys.filter((key) => this.at(key).isFilled);
  }

  /** Of these keys those that are given. */
  given(...keys: string[]): string[] {
    return keys.filter((key) => this.at(key).isGiven);
  }

  /** Says that the value is wrong, and what it must be: `spec.host is "a b"; it must be …`. */
  wants(allowed: string): void {
    this.refuse(describeValue(this.value, allowed));
  }

  /** Says what is wrong here, in words of its own. */
  refuse(message: string): void {
    this.#found.add(createValueProblem(this.path, message));
  }

  /** Says what istiod only warns of. */
  warn(message: string): void {
    this.#found.add({ ...createValueProblem(this.path, message), code: "IST0133" });
  }

  /** `spec.http[0]`. */
  get name(): string {
    return formatSetting(this.path);
  }

  /** What is of another type than its reader needs is wrong; said once, however often it is read. */
  #requireNothing(type: string): undefined {
    if (!this.isGiven) return undefined;
    const { path } = this;
    const message = describeValue(this.value, `it must be ${type}`);
    const isSame = (one: Problem) => one.message === message && formatSetting(one.path) === formatSetting(path);
    if (!this.#found.items.some(isSame)) this.#found.add(createValueProblem(path, message));
    return undefined;
  }
}
