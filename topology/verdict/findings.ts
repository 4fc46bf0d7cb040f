import type { Evidence } from '../model/model.ts';
import type { Reason, Survival, Topic } from './types.ts';

/** Collects the reasons for and against surviving a loss, and keeps the deciding ones first. */
export class Findings {
  readonly #against: Reason[];
  readonly #open: Reason[];
  readonly #chain: Evidence[];
  readonly #topic: Topic;
  readonly #service: string | undefined;

  constructor(topic: Topic = 'traffic', shared?: Findings, service?: string) {
    this.#topic = topic;
    this.#service = service ?? (shared ? shared.#service : undefined);
    this.#against = shared ? shared.#against : [];
    this.#open = shared ? shared.#open : [];
    this.#chain = shared ? shared.#chain : [];
  }

  /** The same collection for reasons about something else. */
  about(topic: Topic): Findings {
    return new Findings(topic, this);
  }

  /** The same collection for reasons about one of several services, which is named in what decides. */
  of(service: string): Findings {
    return new Findings(this.#topic, this, service);
  }

  /** A reason why the loss is not survived. */
  against(...evidence: readonly Evidence[]): void {
    this.#against.push(...this.#deciding(evidence));
  }

  /** Something that matters and cannot be decided from the plan. */
  open(...evidence: readonly Evidence[]): void {
    this.#open.push(...this.#deciding(evidence));
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
    return [...this.#against, ...this.#open, ...this.#chain].filter((evidence) => {
      const key = `${evidence.urn} ${evidence.argument ?? ''} ${evidence.says}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }

  #deciding(evidence: readonly Evidence[]): readonly Reason[] {
    const about = this.#service === undefined ? {} : { service: this.#service };
    return evidence.map((one) => ({ ...one, against: true, topic: this.#topic, ...about }));
  }
}
