import { setTimeout as sleep } from 'node:timers/promises';
import type { StorePlan } from '../../plan/plan.ts';
import { nowMs } from '../clock.ts';
import type { Deed } from '../deed.ts';
import type { Pair } from './pair.ts';

/** Looks at the pair within one notice. */
const looksInNotice = 4;
const leastLookMs = 40;

/** A change that the controller made. */
export interface StoreDeed extends Deed {
  readonly promotes: boolean;
}

/**
 * Keeps a database pair going the way the plan declares it: promotes the replica once the primary has been lost for as
 * long as a decision takes, and takes a lost standby out of the commit path. It sees the servers as clients do.
 */
export class Controller {
  readonly deeds: StoreDeed[] = [];
  readonly #plan: StorePlan;
  readonly #pair: Pair;
  readonly #lookMs: number;
  #lostSince: number | undefined;
  #stopped = false;

  constructor(plan: StorePlan, pair: Pair) {
    this.#plan = plan;
    this.#pair = pair;
    this.#lookMs = Math.max((plan.promotion?.noticeMs ?? plan.releaseAfterMs) / looksInNotice, leastLookMs);
  }

  /** Looks until stopped. Rejects when a promotion fails. */
  async watch(): Promise<void> {
    while (!this.#stopped) {
      await this.#look();
      await sleep(this.#lookMs);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  async #look(): Promise<void> {
    const ms = nowMs();
    const answers = await this.#pair.primaryAnswers(this.#lookMs * 2);
    if (answers) this.#lostSince = undefined;
    else this.#lostSince ??= ms;
    if (answers) await this.#mindStandby();
    else await this.#mindPrimary(nowMs() - (this.#lostSince ?? ms));
  }

  /** Nothing is promoted before the decision is due: a primary that comes back until then keeps its role. */
  async #mindPrimary(lostMs: number): Promise<void> {
    const { promotion } = this.#plan;
    if (!promotion || lostMs < promotion.decideAfterMs || !this.#pair.replicaRuns) return;
    // It may have come back since the last look, and nobody gives up a primary that is there.
    if (await this.#pair.primaryAnswers(this.#lookMs * 2)) return;
    const decidedMs = nowMs();
    await this.#pair.promote(decidedMs + promotion.takesMs);
    this.#lostSince = undefined;
    this.#note(`the replica in ${this.#pair.primaryRegion} was promoted, the old primary fenced`, true);
  }

  async #mindStandby(): Promise<void> {
    if (this.#plan.replication !== 'sync') return;
    if (this.#pair.waitsForStandby) {
      if (await this.#pair.commitsHang(this.#plan.releaseAfterMs)) {
        await this.#pair.waitForStandby(false);
        this.#note('commits no longer wait for the lost standby');
      }
    } else if (await this.#pair.standbyKeepsUp()) {
      await this.#pair.waitForStandby(true);
      this.#note('commits wait for the standby again');
    }
  }

  #note(what: string, promotes = false): void {
    this.deeds.push({ ms: nowMs(), what, promotes });
  }
}
