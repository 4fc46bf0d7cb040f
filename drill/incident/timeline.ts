import { DrillError } from '../errors.ts';
import type { DrillPlan, RegionPlan } from '../plan/plan.ts';
import { durationSeconds } from './duration.ts';
import type { Incident } from './schema.ts';
import type { EventEntry, FaultEntry } from './schema.ts';

/** What a strike does while it lasts. */
export type Act =
  | { readonly kind: 'crash' | 'error' | 'hang' | 'lying' }
  | { readonly kind: 'slow'; readonly delaySeconds: number; readonly share: number }
  | { readonly kind: 'overload'; readonly capacity: number };

/** Parts of the data plane that a target names. */
export interface Struck {
  readonly regions: readonly string[];
  /** Part of each region's instances. */
  readonly part: number;
  readonly database: boolean;
  readonly replica: boolean;
  readonly link: boolean;
}

/** One fault, resolved to what it strikes. A flapping fault is as many strikes as it fails times. Declared seconds. */
export interface Strike {
  readonly at: number;
  readonly until: number;
  /** Kind as the incident names it. */
  readonly kind: FaultEntry['kind'];
  readonly target: string;
  readonly act: Act;
  readonly struck: Struck;
}

/** One event, resolved. */
export type Step =
  | { readonly kind: 'load'; readonly at: number; readonly factor: number }
  | {
      readonly kind: 'deploy' | 'no-new-capacity';
      readonly at: number;
      readonly until: number;
      readonly regions: readonly string[];
      readonly unavailable: number;
    };

export interface Timeline {
  readonly seconds: number;
  readonly load: number;
  readonly strikes: readonly Strike[];
  readonly steps: readonly Step[];
}

/**
 * Resolves an incident against a plan.
 * @throws DrillError that lists every target that the plan does not have.
 */
export function timelineOf(incident: Incident, plan: DrillPlan): Timeline {
  refuseUnknownTargets(incident, plan);
  return {
    seconds: incident.seconds,
    load: incident.load,
    strikes: incident.faults.flatMap((fault) => strikes(fault, plan)).sort((a, b) => a.at - b.at),
    steps: incident.events.map((event) => step(event, plan)),
  };
}

function strikes(fault: FaultEntry, plan: DrillPlan): Strike[] {
  const { kind, target } = fault;
  const [at, until] = [durationSeconds(fault.at), durationSeconds(fault.until)];
  const strike = { kind, target, act: actOf(fault), struck: resolve(target, plan)! };
  if (fault.kind !== 'flap') return [{ ...strike, at, until }];
  const every = durationSeconds(fault.every);
  const count = Math.ceil((until - at) / (2 * every));
  return Array.from({ length: count }, (_, index) => {
    const start = at + index * 2 * every;
    return { ...strike, at: start, until: Math.min(start + every, until) };
  });
}

function actOf(fault: FaultEntry): Act {
  switch (fault.kind) {
    case 'slow':
      return { kind: 'slow', delaySeconds: durationSeconds(fault.delay), share: fault.share };
    case 'overload':
      return { kind: 'overload', capacity: fault.capacity };
    case 'flap':
      return { kind: fault.of };
    default:
      return { kind: fault.kind };
  }
}

function step(event: EventEntry, plan: DrillPlan): Step {
  const at = durationSeconds(event.at);
  if (event.kind === 'load') return { kind: 'load', at, factor: event.factor };
  return {
    kind: event.kind,
    at,
    until: durationSeconds(event.until),
    regions: resolve(event.target, plan)!.regions,
    unavailable: event.kind === 'deploy' ? event.unavailable : 0,
  };
}

/** What a target names in this plan; undefined when the plan has no such thing. */
function resolve(target: string, plan: DrillPlan): Struck | undefined {
  const [place = '', part] = target.split('/');
  const nothing = { regions: [], part: partOf(part), database: false, replica: false, link: false };
  const named = (regions: readonly RegionPlan[]) =>
    regions.length > 0 ? { ...nothing, regions: regions.map(({ name }) => name) } : undefined;
  const { regions, store } = plan;
  switch (place) {
    case 'database':
      return store ? { ...nothing, database: true } : undefined;
    case 'database-replica':
      return store?.replicaRegion ? { ...nothing, replica: true } : undefined;
    case 'database-link':
      return store?.replicaRegion ? { ...nothing, link: true } : undefined;
    case 'both':
      return named(regions);
    case 'provider':
      return { ...named(ofProvider(regions))!, ...storeOfProvider(plan) };
    case 'primary':
      return named(regions.filter(({ role }) => role === place));
    case 'failover':
      return named(failoverOf(regions));
    default:
      return named(regions.filter(({ name }) => name === place));
  }
}

/** Part of the instances that a target names after its slash. */
function partOf(text: string | undefined): number {
  if (text === undefined) return 1;
  return text === 'half' ? 0.5 : Number.parseInt(text, 10) / 100;
}

/** The primary region's counterpart: at the same provider, where several regions stand in for it. */
function failoverOf(regions: readonly RegionPlan[]): readonly RegionPlan[] {
  const others = regions.filter(({ role }) => role === 'failover');
  const near = ofProvider(regions).filter(({ role }) => role === 'failover');
  return near.length > 0 ? near : others;
}

/** Regions of the provider that runs the primary one. */
function ofProvider(regions: readonly RegionPlan[]): readonly RegionPlan[] {
  const provider = regions.find(({ role }) => role === 'primary')?.provider;
  return regions.filter((region) => region.provider === provider);
}

/** A copy in a region that no pool is in counts as that provider's: plans keep a database with what it serves. */
function storeOfProvider({ regions, store }: DrillPlan): Pick<Struck, 'database' | 'replica'> {
  const lost = ofProvider(regions).map(({ name }) => name);
  const others = regions.map(({ name }) => name).filter((name) => !lost.includes(name));
  return {
    database: store !== null && !others.includes(store.primaryRegion),
    replica: Boolean(store?.replicaRegion) && !others.includes(store!.replicaRegion!),
  };
}

function refuseUnknownTargets(incident: Incident, plan: DrillPlan): void {
  const spans = [
    ...incident.faults.map(({ target }, index) => ({ target, path: `faults[${index}].target` })),
    ...incident.events.flatMap((event, index) =>
      'target' in event ? [{ target: event.target, path: `events[${index}].target` }] : [],
    ),
  ];
  const missing = spans.filter(({ target }) => resolve(target, plan) === undefined);
  if (missing.length === 0) return;
  const known = ['primary', 'failover', 'both', 'provider', 'database', 'database-replica', 'database-link'];
  const allowed = [...known, ...plan.regions.map(({ name }) => name)].filter((name) => resolve(name, plan));
  const lines = missing.map(({ target, path }) => `  - ${path}: given ${target}; this plan has: ${allowed.join(', ')}`);
  throw new DrillError(
    `The incident ${incident.name} strikes what this plan does not have:\n${lines.join('\n')}`,
    'input',
  );
}
