import { createRandom, type Random } from "../../analysis/schemas/generate.js";

/** What a generator chooses; the seed decides all of it. */
export class Choices {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = createRandom(seed);
  }

  /** True in that share of calls. */
  isTrue(share: number): boolean {
    return this.#random() < share;
  }

  /** A whole number of that range, both ends included. */
  number(from: number, to: number): number {
    return from + Math.floor(this.#random() * (to - from + 1));
  }

  pick<T>(list: readonly T[]): T {
    const index = this.number(0, list.length - 1);
    if (list.length === 0) throw new Error("there is nothing to pick from");
    return list[index] as T;
  }

  /** Different ones of a list, in its order. */
  some<T>(list: readonly T[], from: number, to: number): T[] {
    const left = list.map((_, index) => index);
    const count = Math.min(this.number(from, to), list.length);
    const taken = new Set(Array.from({ length: count }, () => left.splice(this.number(0, left.length - 1), 1)).flat());
    return list.filter((_, index) => taken.has(index));
  }

  /** As many as a number of that range. */
  times<T>(from: number, to: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.number(from, to) }, (_, index) => make(index));
  }

  /** Fields of an object, each there in its share of calls. */
  fields(given: Readonly<Record<string, readonly [share: number, make: () => unknown]>>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(given).flatMap(([key, [share, make]]) => (this.isTrue(share) ? [[key, make()]] : [])),
    );
  }
}
