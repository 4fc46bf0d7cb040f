import type { DrillPlan, RecordPlan } from '../../plan/plan.ts';
import { proxyShares } from '../../plan/traffic.ts';
import { nowMs } from '../clock.ts';
import type { Deed } from '../deed.ts';
import type { RegionHealth } from '../envoy/health.ts';
import type { LoadStream } from '../load/messages.ts';
import { Checkers } from './checkers.ts';
import { Drain } from './drain.ts';
import { Resolvers } from './resolvers.ts';

const tickMs = 20;

/** What steering looks at. */
export interface Sights {
  readonly health: RegionHealth;
  /** Ports of the entry's streams, by home region. */
  readonly listeners: ReadonlyMap<string, number>;
  /** Ports of each region's members. */
  readonly regions: ReadonlyMap<string, readonly number[]>;
  /** Instances that a region runs now. */
  readonly instances: (region: string) => number;
}

/**
 * Decides which stream clients use, in the place of what a proxy cannot do: hand out addresses, wait before it acts, fill
 * one region up to a target before the next one, leave a region of which too little is well.
 */
export class Steering {
  /** Requests per wall-clock second of all clients. */
  loadRps: number;
  readonly #plan: DrillPlan;
  readonly #sights: Sights;
  readonly #drain: Drain | null;
  readonly #resolvers: Resolvers | null;
  readonly #checkers: ReadonlyMap<string, Checkers>;
  /** What it has decided, in order. */
  readonly deeds: Deed[] = [];
  /** Regions and records that it keeps clients from. */
  #left: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;

  constructor(plan: DrillPlan, sights: Sights, loadRps: number) {
    const { drain, steering } = plan.entry;
    this.#plan = plan;
    this.#sights = sights;
    this.loadRps = loadRps;
    this.#drain = drain && new Drain(drain, [...sights.listeners.keys()]);
    this.#resolvers = steering && new Resolvers(steering, nowMs());
    this.#checkers = new Map(
      (steering?.records ?? []).flatMap(({ name, regions, check }) =>
        typeof check !== 'object' || check === null
          ? []
          : [
              [
                name,
                new Checkers(check, {
                  http: regions.map((region) => sights.listeners.get(region)!),
                  tcp: regions.flatMap((region) => sights.regions.get(region)!),
                }),
              ] as const,
            ],
      ),
    );
  }

  /** Where the clients send now. */
  get streams(): readonly LoadStream[] {
    const shares = this.#resolvers ? this.#byRecord(this.#resolvers.shares) : this.#byRegion();
    return [...this.#sights.listeners].map(([region, port]) => ({ port, share: shares.get(region) ?? 0 }));
  }

  /** Calls back whenever clients have moved. Where the proxy decides everything itself, nothing ever moves them. */
  start(onMove: (streams: readonly LoadStream[]) => void): void {
    if (!this.#looks && !this.#plan.entry.overflow) return;
    for (const checkers of this.#checkers.values()) checkers.start();
    let before = JSON.stringify(this.streams);
    this.#timer = setInterval(() => {
      this.#look();
      const { streams } = this;
      const now = JSON.stringify(streams);
      if (now !== before) onMove(streams);
      before = now;
    }, tickMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const checkers of this.#checkers.values()) checkers.stop();
  }

  /** True when the health of regions matters to it; overflow asks for their load alone. */
  get #looks(): boolean {
    return this.#drain !== null || this.#resolvers !== null;
  }

  #look(): void {
    if (!this.#looks) return;
    const { health } = this.#sights;
    const now = nowMs();
    health.update();
    this.#drain?.update((region) => health.healthyShare(region, now), now);
    const { records = [], delayMs = 0 } = this.#plan.entry.steering ?? {};
    const bad = records.filter((record) => !this.#isHealthy(record, now - delayMs)).map(({ name }) => name);
    const drained = this.#plan.regions.map(({ name }) => name).filter((region) => this.#drain?.isDrained(region));
    this.#resolvers?.ask((name) => !bad.includes(name), now);
    this.#note(new Set([...bad, ...drained]), now);
  }

  #note(left: ReadonlySet<string>, ms: number): void {
    const words = this.#drain ? 'was drained' : 'counts as bad at the entry';
    for (const name of left) if (!this.#left.has(name)) this.deeds.push({ ms, what: `${name} ${words}` });
    for (const name of this.#left) if (!left.has(name)) this.deeds.push({ ms, what: `${name} is used again` });
    this.#left = left;
  }

  #isHealthy({ name, regions, check }: RecordPlan, atMs: number): boolean {
    if (check === null) return true;
    if (check === 'targets') return regions.some((region) => this.#sights.health.healthyShare(region, atMs) > 0);
    return this.#checkers.get(name)?.healthy ?? true;
  }

  /** Clients of a record come to its regions as the plan's clients do, as far as its accelerator lets them. */
  #byRecord(records: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
    const { entry } = this.#plan;
    const planned = (region: string): number => entry.streams.find(({ home }) => home === region)?.share ?? 0;
    return new Map(
      (entry.steering?.records ?? []).flatMap((record) => {
        const open = this.#open(record);
        const all = open.reduce((sum, region) => sum + planned(region), 0);
        const inside = (region: string): number => (all === 0 ? 1 / open.length : planned(region) / all);
        return open.map((region) => [region, (records.get(record.name) ?? 0) * inside(region)] as const);
      }),
    );
  }

  /** Regions of a record that its own accelerator uses; all of them when it finds none well. */
  #open({ regions, insideDelayMs }: RecordPlan): readonly string[] {
    if (insideDelayMs === null) return regions;
    const since = nowMs() - insideDelayMs;
    const well = regions.filter((region) => this.#sights.health.healthyShare(region, since) > 0);
    return well.length > 0 ? well : regions;
  }

  /** A drained region's clients use the ways of the others, which still name it last. */
  #byRegion(): ReadonlyMap<string, number> {
    const shares = proxyShares(this.#plan.entry, this.loadRps, (region) => this.#grown(region));
    const open = [...shares].filter(([region]) => !this.#drain?.isDrained(region));
    const all = open.reduce((sum, [, share]) => sum + share, 0);
    return all === 0 ? shares : new Map(open.map(([region, share]) => [region, share / all]));
  }

  /** Instances that run / those with which the plan states the region's target. */
  #grown(region: string): number {
    const least = this.#plan.regions.find(({ name }) => name === region)?.minInstances ?? 1;
    return Math.max(1, this.#sights.instances(region) / least);
  }
}
