import type { DrainPlan } from '../../plan/plan.ts';

/** Most of the regions that may be drained at once. */
const most = 0.5;

/** Which regions are drained for having too few healthy members. Times in milliseconds. */
export class Drain {
  readonly #plan: DrainPlan;
  readonly #regions: readonly string[];
  readonly #drained = new Set<string>();
  /** Since when a drained region has had enough of them. */
  readonly #wellSince = new Map<string, number>();

  constructor(plan: DrainPlan, regions: readonly string[]) {
    this.#plan = plan;
    this.#regions = regions;
  }

  isDrained(region: string): boolean {
    return this.#drained.has(region);
  }

  /**
   * Takes up how well the regions are now. One without any healthy member is drained as well: it gets nothing either way, but
   * comes back only after the hold.
   */
  update(healthyShare: (region: string) => number, nowMs: number): void {
    for (const region of this.#regions) {
      const share = healthyShare(region);
      if (this.#drained.has(region)) this.#mayReturn(region, share, nowMs);
      else if (share < this.#plan.below && this.#drained.size + 1 <= most * this.#regions.length)
        this.#drained.add(region);
    }
  }

  #mayReturn(region: string, share: number, nowMs: number): void {
    if (share < this.#plan.above) {
      this.#wellSince.delete(region);
      return;
    }
    const since = this.#wellSince.get(region) ?? nowMs;
    this.#wellSince.set(region, since);
    if (nowMs - since < this.#plan.holdMs) return;
    this.#drained.delete(region);
    this.#wellSince.delete(region);
  }
}
