import type { BadAnswers } from './messages.ts';

/** A member that answers more than this part of its requests badly answers badly about its health too. */
const sickShare = 0.5;

/**
 * The addresses at which a region is reached. A single one stands for all of its instances, as a serverless platform shows
 * them. Of several, each stands for an equal part: struck instances are the first ones, lost ones the last.
 */
export class Members {
  readonly #count: number;
  /** Single address: part of the instances that must be well for it to say that it is. */
  readonly #healthyShare: number;

  constructor(count: number, healthyShare: number) {
    this.#count = count;
    this.#healthyShare = healthyShare;
  }

  /** True when nothing answers there any more. `readyShare` is the part of the instances that are there. */
  isGone(member: number, readyShare: number): boolean {
    return this.#count > 1 && member >= Math.round(readyShare * this.#count);
  }

  /** Whether the n-th request meets bad answers. A share is spread evenly instead of by lot, so that every run is alike. */
  meets({ part, share }: BadAnswers, member: number, n: number): boolean {
    if (this.#count > 1 && !this.#isStruck(part, member)) return false;
    const met = this.#count > 1 ? share : share * part;
    return Math.floor(n * met) > Math.floor((n - 1) * met);
  }

  /** What keeps a member from saying that it is well; undefined = it says so. */
  sickness(bad: readonly BadAnswers[], member: number, readyShare: number): BadAnswers | undefined {
    const seen = bad.filter(({ hidden }) => !hidden);
    if (this.#count > 1) return seen.find(({ part, share }) => this.#isStruck(part, member) && share > sickShare);
    const struck = seen.find(({ part, share }) => 1 - share * part < this.#healthyShare);
    return struck ?? (readyShare < this.#healthyShare ? tooFew : undefined);
  }

  #isStruck(part: number, member: number): boolean {
    return member < Math.round(part * this.#count);
  }
}

/** A region that says itself that too little of it is left. */
const tooFew: BadAnswers = { kind: 'error', part: 1, share: 1, delayMs: 0, hidden: false };
