import { get } from 'node:http';
import { connect } from 'node:net';
import type { CheckPlan } from '../../plan/plan.ts';

/** Where a check asks: through the entry's own way in, or, to see whether a port is open, at the region itself. */
export interface Asked {
  readonly http: readonly number[];
  readonly tcp: readonly number[];
}

/**
 * Many checkers that ask for the same thing, each by itself and at a fixed rate. It counts as well while more than a part
 * of them find it well; at first all of them do.
 */
export class Checkers {
  readonly #checkers: readonly Checker[];
  readonly #quorum: number;

  constructor(plan: CheckPlan, asked: Asked) {
    this.#quorum = plan.quorum;
    const ports = asked[plan.kind];
    this.#checkers = Array.from({ length: plan.checkers }, (_, index) => {
      // Checkers know nothing of each other, so their moments have no order.
      const phase = ((index + 1) * 0.618) % 1;
      return new Checker(plan, ports[index % ports.length]!, phase * plan.intervalMs);
    });
  }

  get healthy(): boolean {
    return this.#checkers.filter(({ healthy }) => healthy).length > this.#quorum * this.#checkers.length;
  }

  start(): void {
    for (const checker of this.#checkers) checker.start();
  }

  stop(): void {
    for (const checker of this.#checkers) checker.stop();
  }
}

class Checker {
  healthy = true;
  readonly #plan: CheckPlan;
  readonly #port: number;
  readonly #afterMs: number;
  #against = 0;
  #delay: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(plan: CheckPlan, port: number, afterMs: number) {
    this.#plan = plan;
    this.#port = port;
    this.#afterMs = afterMs;
  }

  start(): void {
    this.#delay = setTimeout(() => {
      this.#timer = setInterval(() => void this.#look(), this.#plan.intervalMs);
      void this.#look();
    }, this.#afterMs);
  }

  stop(): void {
    clearTimeout(this.#delay);
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const good = await (this.#plan.kind === 'http' ? answers200 : connects)(this.#port, this.#plan);
    this.#against = good === this.healthy ? 0 : this.#against + 1;
    if (this.#against < (this.healthy ? this.#plan.failures : this.#plan.successes)) return;
    this.healthy = good;
    this.#against = 0;
  }
}

function answers200(port: number, { timeoutMs }: CheckPlan): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/health', agent: false }, (response) => {
      response.resume();
      settle(response.statusCode === 200);
    });
    const settle = (good: boolean): void => {
      clearTimeout(limit);
      request.destroy();
      resolve(good);
    };
    const limit = setTimeout(() => settle(false), timeoutMs);
    request.on('error', () => settle(false));
  });
}

function connects(port: number, { timeoutMs }: CheckPlan): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: timeoutMs });
    const settle = (good: boolean): void => {
      socket.destroy();
      resolve(good);
    };
    socket.on('connect', () => settle(true));
    socket.on('timeout', () => settle(false));
    socket.on('error', () => settle(false));
  });
}
