import { refusedByRest, refusedWhileScaling, type Refusal } from '../topology/arithmetic/capacity.ts';
import type { Strike, Timeline } from './incident/timeline.ts';
import { type World, worldAt } from './incident/world.ts';
import type { DrillPlan, RegionPlan } from './plan/plan.ts';
import { isBad, othersOf, predict } from './predict.ts';

// What the regions that are left refuse while they take over, by the same arithmetic as the verdict's.

/** Refusals in declared seconds, and in requests of the drill. */
export interface RefusalPrediction {
  /** With what the drill built: instances work up to their whole capacity, and a request may wait a moment everywhere. */
  readonly here: Refusal;
  /** As the verdict counts, by the same function: instances carry what is declared, and requests wait only on some platforms. */
  readonly verdict: Refusal;
  /** From the end of the strike until its load may still be with the others. */
  readonly untilBackSeconds: number;
}

/** Null when the strike moves no whole region's load to another one, or when that one's capacity is not declared. */
export function predictRefusals(plan: DrillPlan, timeline: Timeline, strike: Strike): RefusalPrediction | null {
  if (strike.struck.part < 1 || strike.act.kind === 'overload' || strike.struck.regions.length === 0) return null;
  const world = worldAt(timeline, plan, strike.at);
  const left = survivors(plan, world, strike);
  if (left.length === 0 || left.some(({ instanceRps }) => instanceRps === null)) return null;
  const moved = plan.regions
    .filter(({ name }) => strike.struck.regions.includes(name))
    .map((region) => predict(plan, timeline, strike, region))
    .find(({ shed }) => shed !== null);
  if (!moved?.shed) return null;
  const from = strike.at + moved.shed.expected;
  const until = Math.min(strike.until + (moved.back?.expected ?? 0), timeline.seconds);
  if (until <= from) return null;
  const around = { plan, world, left, lastsSeconds: until - from };
  return { here: asBuilt(around), verdict: asVerdict(around), untilBackSeconds: moved.back?.worst ?? 0 };
}

interface Around {
  readonly plan: DrillPlan;
  readonly world: World;
  readonly left: readonly RegionPlan[];
  /** How long the others have the load, in declared seconds. */
  readonly lastsSeconds: number;
}

function asBuilt({ plan, world, left, lastsSeconds }: Around): Refusal {
  const longest = (of: (region: RegionPlan) => number): number => Math.max(...left.map(of));
  const whole = (count: (region: RegionPlan) => number): number =>
    sumOf(left, (region) => (count(region) * region.instanceRps!) / region.targetUtilisation);
  const growth = {
    // Instances of a request per second each, so that unlike regions add up.
    instanceRps: 1,
    minInstances: whole(({ minInstances }) => minInstances),
    maxInstances: whole((region) => most(world, region)),
    startSeconds: (longest(({ scaleOutMs }) => scaleOutMs) + longest(({ startMs }) => startMs)) / 1000,
  };
  const waitSeconds = longest(({ waitLimitMs }) => waitLimitMs) / 1000;
  const found = refusedWhileScaling(growth, plan.rate * world.load, waitSeconds, plan.scale.toMs(lastsSeconds) / 1000);
  return { seconds: found.seconds * plan.scale.factor, requests: Math.round(found.requests) };
}

function asVerdict({ plan, world, left, lastsSeconds }: Around): Refusal {
  const whole = (count: (region: RegionPlan) => number): number =>
    sumOf(left, (region) => count(region) * region.asDeclared.instanceRps!);
  const rest = {
    runningRps: whole(({ minInstances }) => minInstances),
    grownRps: whole((region) => most(world, region)),
    parts: left.map(({ asDeclared }) => asDeclared),
  };
  const { peakRps } = plan.asDeclared;
  const { seconds, requests } = refusedByRest(rest, peakRps * world.load, lastsSeconds);
  // Of the cloud's requests the drill sends only so many.
  return { seconds, requests: Math.round((requests * plan.rate) / peakRps / plan.scale.factor) };
}

const sumOf = (regions: readonly RegionPlan[], of: (region: RegionPlan) => number): number =>
  regions.reduce((total, region) => total + of(region), 0);

/** Instances to which a region may grow now. */
const most = (world: World, region: RegionPlan): number =>
  mayGrow(world, region) ? region.maxInstances : region.minInstances;

const mayGrow = ({ regions }: World, { name }: RegionPlan): boolean => regions.get(name)?.condition.mayGrow ?? true;

/** Regions that are sound while the strike lasts, and to which the struck ones' clients may go. */
function survivors(plan: DrillPlan, world: World, { struck }: Strike): readonly RegionPlan[] {
  const hit = plan.regions.filter(({ name }) => struck.regions.includes(name));
  const reached = new Set(hit.flatMap((region) => othersOf(plan, region)));
  return plan.regions.filter(({ name }) => reached.has(name) && !isBad(world.regions.get(name)));
}
