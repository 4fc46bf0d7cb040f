import { get } from 'node:http';
import { connect } from 'node:net';
import type { DrillPlan, ProbePlan } from '../plan/plan.ts';
import { nowMs } from './clock.ts';
import type { LoadStream } from './load/messages.ts';

/** Clients with a cache of their own. */
const resolvers = 200;
const tickMs = 20;

interface Resolver {
  readonly home: string;
  readonly order: readonly string[];
  region: string;
  expiresMs: number;
}

/**
 * DNS that answers with the best healthy region, and clients that keep an answer until it expires. The health checker
 * starts its probes at a fixed rate, as the providers of such checks do.
 */
export class Dns {
  readonly #plan: DrillPlan;
  readonly #ports: ReadonlyMap<string, number>;
  readonly #checks: readonly HealthCheck[];
  readonly #resolvers: readonly Resolver[];
  #timer: NodeJS.Timeout | undefined;

  /** `regions` and `listeners` are ports: of the regions themselves, and of the way to them that clients use. */
  constructor(plan: DrillPlan, regions: ReadonlyMap<string, number>, listeners: ReadonlyMap<string, number>) {
    this.#plan = plan;
    this.#ports = listeners;
    const { probe } = plan.entry;
    this.#checks = (probe?.regions ?? []).map((name) => new HealthCheck(name, regions.get(name)!, probe!));
    this.#resolvers = plan.entry.streams.flatMap(({ home, order, share }) =>
      Array.from({ length: Math.round(resolvers * share) }, (_, index) => ({
        home,
        order,
        region: home,
        // Answers were taken at moments that have no relation to each other.
        expiresMs: nowMs() + ((index * 0.618) % 1) * plan.entry.ttlMs,
      })),
    );
  }

  /** Where the clients send at first. */
  get streams(): readonly LoadStream[] {
    return [...this.#ports].map(([region, port]) => ({
      port,
      share: this.#resolvers.filter((resolver) => resolver.region === region).length,
    }));
  }

  /** Calls back whenever clients have moved. */
  start(onMove: (streams: readonly LoadStream[]) => void): void {
    for (const check of this.#checks) check.start();
    this.#timer = setInterval(() => {
      if (this.#expire()) onMove(this.streams);
    }, tickMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const check of this.#checks) check.stop();
  }

  #expire(): boolean {
    const now = nowMs();
    let moved = false;
    for (const resolver of this.#resolvers) {
      if (resolver.expiresMs > now) continue;
      const answer = this.#answer(resolver);
      moved ||= answer !== resolver.region;
      resolver.region = answer;
      while (resolver.expiresMs <= now) resolver.expiresMs += Math.max(this.#plan.entry.ttlMs, tickMs);
    }
    return moved;
  }

  /** With nothing healthy, DNS answers as if all were. */
  #answer({ order, home }: Resolver): string {
    const down = this.#checks.filter(({ healthy }) => !healthy).map(({ region }) => region);
    return order.find((region) => !down.includes(region)) ?? home;
  }
}

/** One region as a health checker sees it. */
class HealthCheck {
  readonly region: string;
  healthy = true;
  readonly #port: number;
  readonly #probe: ProbePlan;
  #against = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(region: string, port: number, probe: ProbePlan) {
    this.region = region;
    this.#port = port;
    this.#probe = probe;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#look(), this.#probe.intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const good = await (this.#probe.kind === 'http'
      ? answers200(this.#port, this.#probe)
      : connects(this.#port, this.#probe));
    this.#against = good === this.healthy ? 0 : this.#against + 1;
    if (this.#against < (this.healthy ? this.#probe.failures : this.#probe.successes)) return;
    this.healthy = good;
    this.#against = 0;
  }
}

function answers200(port: number, { timeoutMs }: ProbePlan): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/health', agent: false, timeout: timeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

function connects(port: number, { timeoutMs }: ProbePlan): Promise<boolean> {
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
