/** Deals out items in proportion to their shares, evenly spaced and without chance. */
export class Spread<T extends { readonly share: number }> {
  #items: readonly T[];
  #credit: number[];

  /** Shares need not add up to 1. At least one must be above 0. */
  constructor(items: readonly T[]) {
    this.#items = items;
    this.#credit = items.map(() => 0);
  }

  set shares(items: readonly T[]) {
    this.#items = items;
    this.#credit = items.map((_, index) => this.#credit[index] ?? 0);
  }

  /** The item that is furthest behind its share. */
  next(): T {
    const total = this.#items.reduce((sum, { share }) => sum + share, 0);
    let chosen = 0;
    this.#items.forEach(({ share }, index) => {
      this.#credit[index]! += share;
      if (this.#credit[index]! > this.#credit[chosen]!) chosen = index;
    });
    this.#credit[chosen]! -= total;
    return this.#items[chosen]!;
  }
}
