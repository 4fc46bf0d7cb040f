import type { Evidence } from '../model/model.ts';
import type { Reason, Survival } from './types.ts';

/** Collects the reasons for and against surviving a loss, and keeps the deciding ones first. */
export class Findings {
  readonly #against: Evidence[] = [];
  readonly #open: Evidence[] = [];
  readonly #chain: Evidence[] = [];

  /** A reason why the loss is not survived. */
  against(...evidence: readonly Evidence[]): void {
    this.#against.push(...evidence);
  }

  /** Something that matters and cannot be decided from the plan. */
  open(...evidence: readonly Evidence[]): void {
    this.#open.push(...evidence);
  }

  /** A link of the chain that was followed. */
  followed(...evidence: readonly Evidence[]): void {
    this.#chain.push(...evidence);
  }

  get survives(): Survival {
    if (this.#against.length > 0) return 'no';
    return this.#open.length > 0 ? 'undecided' : 'yes';
  }

  /** Deciding reasons first, then the chain; each said once. */
  get why(): readonly Reason[] {
    const seen = new Set<string>();
    const deciding = [...this.#against, ...this.#open].map((evidence): Reason => ({ ...evidence, against: true }));
    return [...deciding, ...this.#chain].filter((evidence) => {
      const key = `${evidence.urn} ${evidence.argument ?? ''} ${evidence.says}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }
}
