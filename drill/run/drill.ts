import { chmodSync, mkdirSync, mkdtempSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { drillHome } from '../binaries.ts';
import { DrillError } from '../errors.ts';
import type { Timeline } from '../incident/timeline.ts';
import type { World } from '../incident/world.ts';
import type { DrillPlan } from '../plan/plan.ts';
import { Clients } from './clients.ts';
import { nowMs } from './clock.ts';
import { play, type Played, type Stage } from './conductor.ts';
import { Envoy, type Verdict } from './envoy/envoy.ts';
import type { Attempt } from './envoy/attempts.ts';
import type { LoadStream, Outcomes } from './load/messages.ts';
import { Crew } from './processes/crew.ts';
import { freePorts } from './processes/ports.ts';
import { type InstancesSample, RegionHost } from './region/host.ts';
import { sound } from './region/messages.ts';

/** Traffic runs for this long before the incident starts, so that every connection and probe is warm. */
const warmUpMs = 1_500;
/** The proxy writes what it saw at least this often; one more round is left to it at the end. */
const flushMs = 250;
/** Data of a drill: logs, and two small database clusters. */
const neededBytes = 500 * 2 ** 20;

/** What a run saw, raw. Unix milliseconds of this machine. */
export interface Recording {
  readonly startMs: number;
  readonly endMs: number;
  readonly played: readonly Played[];
  readonly attempts: readonly Attempt[];
  readonly verdicts: readonly Verdict[];
  readonly outcomes: Outcomes;
  readonly instances: ReadonlyMap<string, readonly InstancesSample[]>;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Folder for temporary data. Default: inside the checkout. */
  readonly home?: string;
  readonly onTick?: (live: Live) => void;
}

/** How it stands while a drill runs. */
export interface Live {
  /** Declared seconds since the start; negative while warming up. */
  readonly t: number;
  readonly sent: number;
  readonly failed: number;
  readonly attempts: readonly Attempt[];
  readonly instances: ReadonlyMap<string, number>;
}

const tickMs = 500;

/**
 * Builds the data plane, plays the timeline on it, and takes it down again, whatever happens.
 * @throws DrillError when a part of it is missing or is lost, or when the signal aborts.
 */
export async function run(plan: DrillPlan, timeline: Timeline, options: RunOptions = {}): Promise<Recording> {
  const folder = workFolder(options.home ?? drillHome);
  const crew = new Crew();
  crew.removeAtEnd(folder);
  try {
    return await Promise.race([rehearse(plan, timeline, crew, folder, options), crew.lost, aborted(options.signal)]);
  } finally {
    await crew.end();
  }
}

async function rehearse(
  plan: DrillPlan,
  timeline: Timeline,
  crew: Crew,
  folder: string,
  options: RunOptions,
): Promise<Recording> {
  const ports = await freePorts(1 + 2 * plan.regions.length);
  const admin = ports.pop()!;
  const names = plan.regions.map(({ name }) => name);
  const listeners = new Map(names.map((name) => [name, ports.pop()!]));
  const hosts = plan.regions.map((region) => new RegionHost(crew, region, ports.pop()!));
  const soundState = { down: false, condition: sound };
  const [envoy] = await Promise.race([
    Promise.all([
      Envoy.start(crew, folder, plan.entry, { admin, listeners, regions: new Map(hosts.map((host) => [host.plan.name, host.port])) }),
      ...hosts.map((host) => host.become(soundState)),
    ]),
    ...hosts.map((host) => host.failed),
  ]);
  const streams: LoadStream[] = plan.entry.streams.map(({ home, share }) => ({ port: listeners.get(home)!, share }));
  const clients = new Clients(crew, streams, plan.rate * timeline.load, plan.entry.requestTimeoutMs);
  const startMs = nowMs() + warmUpMs;
  const stage: Stage = {
    async become(world: World) {
      clients.perSecond = plan.rate * world.load;
      await Promise.all(hosts.map((host) => host.become(world.regions.get(host.plan.name) ?? soundState)));
    },
  };
  const ticker = setInterval(() => {
    const attempts = envoy.reader.read();
    options.onTick?.({
      t: plan.scale.toSeconds(nowMs() - startMs),
      sent: clients.sent,
      failed: clients.failed,
      attempts,
      instances: new Map(hosts.map((host) => [host.plan.name, host.instances.at(-1)?.instances ?? 0])),
    });
  }, tickMs);
  try {
    const played = await play(timeline, plan, stage, startMs);
    const endMs = nowMs();
    const outcomes = await clients.stop();
    await sleep(flushMs);
    envoy.reader.read();
    return {
      startMs,
      endMs,
      played,
      attempts: [...envoy.reader.attempts].sort((a, b) => a.ms - b.ms),
      verdicts: envoy.verdicts(),
      outcomes,
      instances: new Map(hosts.map((host) => [host.plan.name, host.instances])),
    };
  } finally {
    clearInterval(ticker);
  }
}

function workFolder(home: string): string {
  try {
    mkdirSync(home, { recursive: true });
    const { bavail, bsize } = statfsSync(home);
    if (bavail * bsize < neededBytes)
      throw new DrillError(
        `The disk of ${home} has ${Math.floor((bavail * bsize) / 2 ** 20)} MiB left; a drill needs ${neededBytes / 2 ** 20}. Make room and start again.`,
      );
    const folder = mkdtempSync(join(home, 'run-'));
    // The database servers may run as another user, who has to pass through.
    chmodSync(folder, 0o711);
    return folder;
  } catch (error) {
    if (error instanceof DrillError) throw error;
    throw new DrillError(`The drill cannot write to ${home}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new DrillError('The drill was stopped before its end.'));
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
  });
}
