import { chmodSync, mkdirSync, mkdtempSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { drillHome } from '../binaries.ts';
import { DrillError } from '../errors.ts';
import type { Timeline } from '../incident/timeline.ts';
import type { DrillPlan } from '../plan/plan.ts';
import { Clients } from './clients.ts';
import { nowMs } from './clock.ts';
import { play, type Performance, type Played, type Stage, type Turn } from './conductor.ts';
import type { Deed } from './deed.ts';
import { Envoy, type EnvoyPorts, type Verdict } from './envoy/envoy.ts';
import type { Attempt } from './envoy/attempts.ts';
import type { Outcomes } from './load/messages.ts';
import { Crew } from './processes/crew.ts';
import { freePorts } from './processes/ports.ts';
import { type InstancesSample, RegionHost } from './region/host.ts';
import { sound } from './region/messages.ts';
import { Steering } from './steer/steering.ts';
import { type StoreRecording, StoreRig } from './store/rig.ts';

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
  /** When the world was to change, and when it had. */
  readonly turns: readonly Turn[];
  readonly attempts: readonly Attempt[];
  readonly verdicts: readonly Verdict[];
  /** What the entry decided about whole regions by itself. */
  readonly steered: readonly Deed[];
  readonly outcomes: Outcomes;
  readonly instances: ReadonlyMap<string, readonly InstancesSample[]>;
  /** Null when the plan has no database. */
  readonly store: StoreRecording | null;
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
  const ending = new AbortController();
  try {
    const rehearsal = rehearse(plan, timeline, crew, folder, options, ending.signal);
    return await Promise.race([rehearsal, crew.lost, aborted(options.signal)]);
  } finally {
    ending.abort();
    await crew.end();
  }
}

/** Everything that runs while an incident plays. */
interface Rig {
  readonly envoy: Envoy;
  readonly hosts: readonly RegionHost[];
  readonly store: StoreRig | null;
  readonly steering: Steering;
  readonly clients: Clients;
  /** Rejects when a part cannot go where the incident wants it. */
  readonly failed: Promise<never>;
}

/** `ending` tells when the drill is over, be it before its time: whatever ticks has to stop then. */
async function rehearse(
  plan: DrillPlan,
  timeline: Timeline,
  crew: Crew,
  folder: string,
  options: RunOptions,
  ending: AbortSignal,
): Promise<Recording> {
  const rig = await build(plan, timeline, crew, folder);
  const startMs = nowMs() + warmUpMs;
  const ticker = setInterval(() => options.onTick?.(live(plan, startMs, rig)), tickMs);
  const stop = (): void => {
    clearInterval(ticker);
    rig.steering.stop();
    rig.store?.stopWatching();
  };
  ending.addEventListener('abort', stop);
  ending.throwIfAborted();
  const performance = await Promise.race([play(timeline, plan, stageOf(plan, rig), startMs, ending), rig.failed]);
  return record(rig, startMs, performance);
}

async function build(plan: DrillPlan, timeline: Timeline, crew: Crew, folder: string): Promise<Rig> {
  const ports = await portsFor(plan);
  const hosts = plan.regions.map((region) => new RegionHost(crew, region, ports.regions.get(region.name)!));
  const failing = Promise.race(hosts.map((host) => host.failed));
  const building = Promise.all([
    Envoy.start(crew, folder, plan.entry, ports),
    plan.store && StoreRig.build(crew, folder, plan.store),
    ...hosts.map((host) => host.become(allWell)),
  ]);
  const [envoy, store] = await Promise.race([building, failing]);
  const load = plan.rate * timeline.load;
  const steering = new Steering(
    plan,
    {
      health: envoy.health,
      listeners: ports.listeners,
      regions: ports.regions,
      instances: (region) => hosts.find((host) => host.plan.name === region)?.instances.at(-1)?.instances ?? 0,
    },
    load,
  );
  const clients = new Clients(crew, steering.streams, load, plan.entry.requestTimeoutMs);
  steering.start((moved) => (clients.streams = moved));
  store?.start();
  const failed = store ? Promise.race([failing, store.failed]) : failing;
  return { envoy, hosts, store, steering, clients, failed };
}

function stageOf(plan: DrillPlan, { hosts, clients, steering, store }: Rig): Stage {
  return {
    async become(world) {
      clients.perSecond = plan.rate * world.load;
      steering.loadRps = plan.rate * world.load;
      store?.become(world);
      await Promise.all(hosts.map((host) => host.become(world.regions.get(host.plan.name) ?? allWell)));
    },
  };
}

async function record(
  { envoy, hosts, store, steering, clients }: Rig,
  startMs: number,
  performance: Performance,
): Promise<Recording> {
  const endMs = nowMs();
  const [outcomes, written] = await Promise.all([clients.stop(), store?.stop() ?? null]);
  await sleep(flushMs);
  envoy.reader.read();
  return {
    startMs,
    endMs,
    ...performance,
    attempts: envoy.reader.attempts.toSorted((a, b) => a.ms - b.ms),
    verdicts: envoy.verdicts(),
    steered: steering.deeds,
    outcomes,
    instances: new Map(hosts.map((host) => [host.plan.name, host.instances])),
    store: written,
  };
}

const allWell = { down: false, condition: sound };

async function portsFor({ entry, regions }: DrillPlan): Promise<EnvoyPorts> {
  const members = regions.reduce((sum, region) => sum + region.members, 0);
  const ports = await freePorts(1 + entry.streams.length + members);
  const take = (count: number): readonly number[] => ports.splice(0, count);
  return {
    admin: take(1)[0]!,
    listeners: new Map(entry.streams.map(({ home }) => [home, take(1)[0]!])),
    regions: new Map(regions.map((region) => [region.name, take(region.members)])),
  };
}

function live(plan: DrillPlan, startMs: number, { clients, hosts, envoy }: Rig): Live {
  return {
    t: plan.scale.toSeconds(nowMs() - startMs),
    sent: clients.sent,
    failed: clients.failed,
    attempts: envoy.reader.read(),
    instances: new Map(hosts.map((host) => [host.plan.name, host.instances.at(-1)?.instances ?? 0])),
  };
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
    throw new DrillError(
      `The drill cannot write to ${home}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new DrillError('The drill was stopped before its end.'));
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
  });
}
