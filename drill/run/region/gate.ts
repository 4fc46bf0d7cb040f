/** Service time of a request on an idle instance, in wall-clock milliseconds. */
const serviceMs = 20;

export interface GateLimits {
  /** Requests per wall-clock second that all instances carry; null = not limited. */
  readonly capacityRps: number | null;
  /** Requests that may be held by something slow behind the instances. */
  readonly heldLimit: number;
  /** A request that finds no place within this long is turned away. */
  readonly waitLimitMs: number;
}

interface Waiting {
  readonly delayMs: number;
  readonly done: (served: boolean) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Queue and instances of one region. Work is done by as many equal workers as the capacity fills at the usual service
 * time, so throughput equals the capacity for any count of instances. Who waits too long is turned away (429).
 */
export class Gate {
  #limits: GateLimits;
  #working = 0;
  #held = 0;
  readonly #queue: Waiting[] = [];

  constructor(limits: GateLimits) {
    this.#limits = limits;
  }

  set limits(limits: GateLimits) {
    this.#limits = limits;
    this.#next();
  }

  /**
   * Serves or turns away, later; `delayMs` is how long something slow behind the instance holds it. Returns what to call
   * when the client has gone: who still waits then makes room.
   */
  enter(delayMs: number, done: (served: boolean) => void): () => void {
    const timer = setTimeout(() => {
      if (this.#leave(waiting)) done(false);
    }, this.#limits.waitLimitMs);
    const waiting: Waiting = { delayMs, done, timer };
    this.#queue.push(waiting);
    this.#next();
    return () => void this.#leave(waiting);
  }

  get #workers(): number {
    const { capacityRps } = this.#limits;
    return capacityRps === null ? Infinity : Math.ceil((capacityRps * serviceMs) / 1000);
  }

  /** Whole workers overshoot the capacity, so each is slower by the same factor. */
  get #workMs(): number {
    const { capacityRps } = this.#limits;
    return capacityRps === null ? serviceMs : (this.#workers * 1000) / capacityRps;
  }

  #next(): void {
    while (this.#queue.length > 0 && this.#working < this.#workers && this.#held < this.#limits.heldLimit) {
      const { delayMs, done, timer } = this.#queue.shift()!;
      clearTimeout(timer);
      this.#work(delayMs, done);
    }
  }

  #work(delayMs: number, done: (served: boolean) => void): void {
    this.#working++;
    const holds = delayMs > 0;
    if (holds) this.#held++;
    setTimeout(() => {
      this.#working--;
      if (!holds) done(true);
      else
        setTimeout(() => {
          this.#held--;
          done(true);
          this.#next();
        }, delayMs);
      this.#next();
    }, this.#workMs);
  }

  #leave(waiting: Waiting): boolean {
    const position = this.#queue.indexOf(waiting);
    if (position < 0) return false;
    clearTimeout(waiting.timer);
    this.#queue.splice(position, 1);
    return true;
  }
}
