import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { envoyBinary } from '../../binaries.ts';
import { DrillError } from '../../errors.ts';
import type { EntryPlan } from '../../plan/plan.ts';
import type { Crew, Member } from '../processes/crew.ts';
import { AttemptsReader } from './attempts.ts';
import { envoyConfig, type EnvoyPlaces } from './config.ts';

const readyWithinMs = 15_000;
const pollMs = 20;

export interface EnvoyPorts {
  readonly admin: number;
  readonly listeners: ReadonlyMap<string, number>;
  readonly regions: ReadonlyMap<string, number>;
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
  readonly #places: EnvoyPlaces;
  readonly #regionOf: ReadonlyMap<number, string>;

  private constructor(places: EnvoyPlaces, regionOf: ReadonlyMap<number, string>) {
    this.#places = places;
    this.#regionOf = regionOf;
    this.reader = new AttemptsReader(places.attemptsFile, regionOf);
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
    return new Envoy(places, new Map([...ports.regions].map(([region, port]) => [port, region])));
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
    return jsonLines(this.#places.probesFile).flatMap((event) => {
      const out = 'eject_unhealthy_event' in event;
      if (!out && !('add_healthy_event' in event)) return [];
      const { host, timestamp } = event as { host?: { socket_address?: { port_value?: number } }; timestamp?: string };
      const region = this.#regionOf.get(host?.socket_address?.port_value ?? 0);
      return region && timestamp ? [{ ms: Date.parse(timestamp), region, by: 'probe' as const, out }] : [];
    });
  }

  #ejections(): Verdict[] {
    return jsonLines(this.#places.ejectionsFile).flatMap((event) => {
      const { action, upstream_url, timestamp } = event as Readonly<Record<string, string | undefined>>;
      const region = this.#regionOf.get(Number(upstream_url?.split(':').at(-1)));
      const out = action !== 'UNEJECT';
      return region && timestamp ? [{ ms: Date.parse(timestamp), region, by: 'ejection' as const, out }] : [];
    });
  }
}

function jsonLines(file: string): readonly object[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as object);
}
