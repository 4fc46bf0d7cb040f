import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { envoyBinary } from '../../binaries.ts';
import { DrillError } from '../../errors.ts';
import type { EntryPlan } from '../../plan/plan.ts';
import type { Crew, Member } from '../processes/crew.ts';
import { AttemptsReader } from './attempts.ts';
import { envoyConfig, type EnvoyPlaces } from './config.ts';
import { MemberHealth, probeEvent } from './health.ts';

const readyWithinMs = 15_000;
const pollMs = 20;

export interface EnvoyPorts {
  readonly admin: number;
  readonly listeners: ReadonlyMap<string, number>;
  /** Of each region's members. */
  readonly regions: ReadonlyMap<string, readonly number[]>;
}

/** A region that the proxy stopped using, or used again. */
export interface Verdict {
  /** Unix milliseconds. */
  readonly ms: number;
  readonly region: string;
  readonly by: 'probe' | 'ejection';
  readonly out: boolean;
}

/** The running entry. */
export class Envoy {
  readonly reader: AttemptsReader;
  readonly health: MemberHealth;
  readonly #places: EnvoyPlaces;
  readonly #regionOf: ReadonlyMap<number, string>;

  private constructor(places: EnvoyPlaces, regionOf: ReadonlyMap<number, string>) {
    this.#places = places;
    this.#regionOf = regionOf;
    this.reader = new AttemptsReader(places.attemptsFile, regionOf);
    this.health = new MemberHealth(places.probesFile, places.regions);
  }

  /** Starts the proxy and waits until it takes requests. */
  static async start(crew: Crew, folder: string, entry: EntryPlan, ports: EnvoyPorts): Promise<Envoy> {
    const places = {
      adminPort: ports.admin,
      listeners: ports.listeners,
      regions: ports.regions,
      attemptsFile: join(folder, 'attempts.log'),
      probesFile: join(folder, 'probes.log'),
      ejectionsFile: join(folder, 'ejections.log'),
    };
    const configFile = join(folder, 'envoy.json');
    writeFileSync(configFile, JSON.stringify(envoyConfig(entry, places)));
    const logging = ['--file-flush-interval-msec', '50', '-l', 'error'];
    const member = crew.binary('Envoy', envoyBinary(), [
      '-c',
      configFile,
      '--disable-hot-restart',
      '--concurrency',
      '1',
      ...logging,
    ]);
    await Envoy.#ready(member, ports.admin);
    return new Envoy(
      places,
      new Map([...ports.regions].flatMap(([region, members]) => members.map((port) => [port, region]))),
    );
  }

  static async #ready(member: Member, adminPort: number): Promise<void> {
    for (const start = Date.now(); member.alive && Date.now() - start < readyWithinMs; await sleep(pollMs)) {
      const answer = await fetch(`http://127.0.0.1:${adminPort}/ready`).catch(() => undefined);
      if (answer?.ok) return;
    }
    throw new DrillError(`Envoy was not ready within ${readyWithinMs / 1000} s. Is this machine overloaded?`);
  }

  /** Every change of mind about a region so far, in order. */
  verdicts(): readonly Verdict[] {
    return [...this.#probeVerdicts(), ...this.#ejections()].sort((a, b) => a.ms - b.ms);
  }

  #probeVerdicts(): Verdict[] {
    return jsonLines(this.#places.probesFile).flatMap((line) => {
      const event = probeEvent(line);
      const region = event && this.#regionOf.get(event.port);
      return event && region ? [{ ms: event.ms, region, by: 'probe' as const, out: event.out }] : [];
    });
  }

  #ejections(): Verdict[] {
    return jsonLines(this.#places.ejectionsFile).flatMap((line) => {
      const { action, upstream_url, timestamp } = JSON.parse(line) as Readonly<Record<string, string | undefined>>;
      const region = this.#regionOf.get(Number(upstream_url?.split(':').at(-1)));
      const out = action !== 'UNEJECT';
      return region && timestamp ? [{ ms: Date.parse(timestamp), region, by: 'ejection' as const, out }] : [];
    });
  }
}

function jsonLines(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'));
}
