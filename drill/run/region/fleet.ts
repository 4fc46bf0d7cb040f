import type { RegionPlan } from '../../plan/plan.ts';

type FleetPlan = Pick<
  RegionPlan,
  'minInstances' | 'maxInstances' | 'instanceRps' | 'startMs' | 'scaleOutMs' | 'scaleInMs'
>;

/** Instances of one region: how many serve, how many are on their way, and what the scaler wants. Times in milliseconds. */
export class Fleet {
  /** False while the platform has no new capacity to give. */
  mayGrow = true;
  readonly #plan: FleetPlan;
  #serving: number;
  #lost = 0;
  /** When each instance on its way will serve. */
  #starting: number[] = [];
  #arrivals: { readonly at: number; readonly count: number }[] = [];
  #needs: { readonly at: number; readonly count: number }[] = [];

  constructor(plan: FleetPlan) {
    this.#plan = plan;
    this.#serving = plan.minInstances;
  }

  get serving(): number {
    return this.#serving;
  }

  /** Part of the instances that should be there and are ready; new ones are not counted before they serve. */
  get readyShare(): number {
    return this.#serving / Math.max(this.#serving + this.#lost, 1);
  }

  /** Takes that part of the instances away at once. */
  lose(share: number): void {
    const gone = Math.ceil(this.#serving * share);
    this.#serving -= gone;
    this.#lost += gone;
  }

  /** Gives the lost instances back that were not replaced meanwhile. */
  recover(): void {
    this.#serving = Math.min(this.#serving + this.#lost, this.#plan.maxInstances);
    this.#lost = 0;
  }

  /** Looks at the requests that arrived since the last look, and scales. */
  tick(nowMs: number, arrived: number): void {
    this.#finishStarts(nowMs);
    const needed = this.#needed(nowMs, arrived);
    const missing = needed - this.#serving - this.#starting.length;
    if (missing > 0 && this.mayGrow)
      this.#starting.push(...Array.from({ length: missing }, () => nowMs + this.#plan.startMs));
    if (missing < 0) this.#shrink(nowMs, needed);
  }

  #finishStarts(nowMs: number): void {
    const ready = this.mayGrow ? this.#starting.filter((at) => at <= nowMs).length : 0;
    if (!this.mayGrow) this.#starting = [];
    else this.#starting = this.#starting.filter((at) => at > nowMs);
    this.#serving += ready;
    this.#lost = Math.max(this.#lost - ready, 0);
  }

  #needed(nowMs: number, arrived: number): number {
    const { minInstances, maxInstances, instanceRps, scaleOutMs } = this.#plan;
    this.#arrivals = [...this.#arrivals, { at: nowMs, count: arrived }].filter(({ at }) => at > nowMs - scaleOutMs);
    if (instanceRps === null) return minInstances;
    const total = this.#arrivals.reduce((sum, { count }) => sum + count, 0);
    const needed = Math.ceil((total * 1000) / scaleOutMs / instanceRps);
    return Math.min(Math.max(needed, minInstances), maxInstances);
  }

  /** Goes down to the most that was needed in the whole look-back, so a short lull takes nothing away. */
  #shrink(nowMs: number, needed: number): void {
    this.#needs = [...this.#needs, { at: nowMs, count: needed }].filter(({ at }) => at > nowMs - this.#plan.scaleInMs);
    const spansAll = nowMs - this.#needs[0]!.at > this.#plan.scaleInMs * 0.9;
    if (spansAll) this.#serving = Math.max(...this.#needs.map(({ count }) => count));
  }
}
