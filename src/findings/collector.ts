/**
 * What checks report to. A function that takes one, or a `report` that leads to one, is called `check…` or renders something besides; a
 * function that returns what it finds is called `find…`.
 */
export class Collector<Item> {
  readonly #items: Item[] = [];

  add(...items: readonly Item[]): void {
    this.#items.push(...items);
  }

  /** All that was reported, in that order. */
  get items(): readonly Item[] {
    return this.#items;
  }
}
