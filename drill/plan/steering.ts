import { maxOf } from '../extremes.ts';
import type { Declared, Pool, Service, Signal } from '../../topology/model/model.ts';
import type { RecordPlan, SteeringPlan, StreamPlan } from './plan.ts';
import { fastestProbe, usedProbe } from './probe.ts';
import type { TimeScale } from './scale.ts';
import { reachablePools, steadyShares } from './traffic.ts';

// Entries that hand clients to a place and do not see their requests: DNS, and accelerators.

/** Route 53 asks from eight or more regions; how many checkers that makes is not published. */
const route53 = { checkers: 16, quorum: 0.18 } as const;
/** Cloud DNS asks from three regions; UNVERIFIED that the majority decides. */
const cloudDns = { checkers: 3, quorum: 0.5 } as const;

/** Regions that the entry can choose only together, because a balancer of their own stands before them. */
export interface Group {
  readonly name: string;
  readonly pools: readonly Pool[];
}

/** What the entry chooses among. */
export function groupsOf(service: Service): readonly Group[] {
  const groups = new Map<string, Pool[]>();
  for (const pool of reachablePools(service)) {
    const name = service.entry.kind === 'dns' && pool.balancer ? balancerName(pool.balancer.urn) : pool.region;
    groups.set(name, [...(groups.get(name) ?? []), pool]);
  }
  return [...groups].map(([name, pools]) => ({ name, pools }));
}

const balancerName = (urn: string): string => urn.split('::').at(-1) ?? urn;

/** What tells the entry that a group is bad. */
export function groupSignals({ pools }: Group): readonly Signal[] {
  const [first] = pools;
  return first?.balancer?.signals ?? first?.signals ?? [];
}

/** Null for an entry that decides request by request. */
export function steeringPlan(
  service: Service,
  declared: Declared | undefined,
  scale: TimeScale,
  notes: string[],
): SteeringPlan | null {
  if (service.entry.kind !== 'dns' && service.entry.kind !== 'accelerator') return null;
  const groups = groupsOf(service);
  const signals = groups.flatMap(groupSignals);
  const longest = (of: (signal: Signal) => number | undefined): number =>
    maxOf(
      signals.map((signal) => of(signal) ?? 0),
      0,
    );
  return {
    records: groups.map((group) => recordPlan(service, group, scale, notes)),
    clients: clientsOf(service, groups, declared),
    ttlMs: Math.round(scale.toMs(longest(({ ttlSeconds }) => ttlSeconds))),
    delayMs: Math.round(scale.toMs(longest(({ delaySeconds }) => delaySeconds))),
  };
}

function recordPlan(service: Service, group: Group, scale: TimeScale, notes: string[]): RecordPlan {
  return {
    name: group.name,
    regions: group.pools.map(({ region }) => region),
    check: service.entry.kind === 'accelerator' ? 'targets' : checkPlan(service, group, scale, notes),
    insideDelayMs: isAccelerated(group) ? Math.round(scale.toMs(longestDelay(group))) : null,
  };
}

/** True when an accelerator chooses among the regions of a group: only those act after a delay. */
const isAccelerated = (group: Group): boolean => group.pools.length > 1 && longestDelay(group) > 0;

const longestDelay = ({ pools }: Group): number =>
  maxOf(
    pools.flatMap(({ signals }) => signals.map(({ delaySeconds = 0 }) => delaySeconds)),
    0,
  );

function checkPlan(service: Service, group: Group, scale: TimeScale, notes: string[]): RecordPlan['check'] {
  const signal = fastestProbe(groupSignals(group));
  if (!signal?.probe) return null;
  if (isOwnCheck(signal, group.pools)) return 'targets';
  return { ...usedProbe(signal, scale, notes), ...(service.cloud === 'aws' ? route53 : cloudDns) };
}

/** True when a record follows the health of its targets instead of asking for itself. */
function isOwnCheck({ evidence }: Signal, pools: readonly Pool[]): boolean {
  const asked = evidence[0]?.urn;
  const own = pools.flatMap(({ instanceSignals = [] }) => instanceSignals);
  return asked !== undefined && own.some((signal) => signal.evidence[0]?.urn === asked);
}

/** Clients by the group that they use first. One without clients of its own is used when the others are bad. */
function clientsOf(service: Service, groups: readonly Group[], declared: Declared | undefined): readonly StreamPlan[] {
  const shares = steadyShares(reachablePools(service), declared);
  const shareOf = ({ pools }: Group): number => pools.reduce((sum, { region }) => sum + (shares.get(region) ?? 0), 0);
  const byShare = groups.toSorted((one, other) => shareOf(other) - shareOf(one));
  return groups
    .filter((group) => shareOf(group) > 0)
    .map((group) => ({
      home: group.name,
      share: shareOf(group),
      order: [group.name, ...byShare.filter((other) => other !== group).map(({ name }) => name)],
    }));
}

/** Streams behind a steered entry, one a region: what leads there stays there, unless a proxy behind it has others. */
export function steeredStreams(service: Service, declared: Declared | undefined): readonly StreamPlan[] {
  const shares = steadyShares(reachablePools(service), declared);
  return groupsOf(service).flatMap((group) => {
    const regions = group.pools.map(({ region }) => region);
    return regions.map((home) => ({
      home,
      share: shares.get(home) ?? 0,
      order: isAccelerated(group) ? [home] : [home, ...regions.filter((region) => region !== home)],
    }));
  });
}
