import type { SteeringPlan } from '../../plan/plan.ts';

/** Clients with a cache of their own. */
const resolvers = 200;

interface Resolver {
  readonly order: readonly string[];
  record: string;
  expiresMs: number;
}

/** Clients that ask where to go, and keep the answer for as long as they may. Times in Unix milliseconds. */
export class Resolvers {
  readonly #ttlMs: number;
  readonly #resolvers: readonly Resolver[];

  constructor({ clients, ttlMs }: SteeringPlan, startMs: number) {
    this.#ttlMs = ttlMs;
    this.#resolvers = clients.flatMap(({ home, order, share }) =>
      Array.from({ length: Math.round(resolvers * share) }, (_, index) => ({
        order,
        record: home,
        // Answers were taken at moments that have no relation to each other.
        expiresMs: startMs + ((index * 0.618) % 1) * ttlMs,
      })),
    );
  }

  /** Part of the clients that use each record, by record. */
  get shares(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { record } of this.#resolvers) counts.set(record, (counts.get(record) ?? 0) + 1);
    return new Map([...counts].map(([record, count]) => [record, count / this.#resolvers.length]));
  }

  /** Those whose answer has expired take the best record that is healthy; with none healthy, all are answered as if they were. */
  ask(isHealthy: (record: string) => boolean, nowMs: number): void {
    const expired = this.#resolvers.filter(({ expiresMs }) => expiresMs <= nowMs);
    for (const resolver of expired) {
      resolver.record = resolver.order.find(isHealthy) ?? resolver.order[0]!;
      if (this.#ttlMs > 0) while (resolver.expiresMs <= nowMs) resolver.expiresMs += this.#ttlMs;
    }
  }
}
