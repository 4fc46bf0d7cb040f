import { refusedWhileScaling, type Refusal } from '../topology/arithmetic/capacity.ts';
import type { Strike, Timeline } from './incident/timeline.ts';
import { type World, worldAt } from './incident/world.ts';
import type { DrillPlan, RegionPlan } from './plan/plan.ts';
import { isBad, othersOf, predict } from './predict.ts';

// What the regions that are left refuse while they take over, by the same arithmetic as the verdict's.

/** Refusals in declared seconds, and in requests of the drill. */
export interface RefusalPrediction {
  /** With what the drill built: instances work up to their whole capacity, and a request may wait a moment everywhere. */
  readonly here: Refusal;
  /** As the verdict counts: instances carry what is declared, and requests wait only where the platform keeps them. */
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
  const lasts = plan.scale.toMs(until - from) / 1000;
  if (lasts <= 0) return null;
  const longest = (of: (region: RegionPlan) => number): number => Math.max(...left.map(of));
  const refused = (carries: (region: RegionPlan) => number, waitMs: number): Refusal => {
    const sum = (count: (region: RegionPlan) => number): number =>
      left.reduce((total, region) => total + count(region) * carries(region), 0);
    const growth = {
      // One instance a request per second, so that unlike regions add up.
      instanceRps: 1,
      minInstances: sum(({ minInstances }) => minInstances),
      maxInstances: sum((region) => (mayGrow(world, region) ? region.maxInstances : region.minInstances)),
      startSeconds: (longest(({ scaleOutMs }) => scaleOutMs) + longest(({ startMs }) => startMs)) / 1000,
    };
    const found = refusedWhileScaling(growth, plan.rate * world.load, waitMs / 1000, lasts);
    return { seconds: found.seconds * plan.scale.factor, requests: Math.round(found.requests) };
  };
  return {
    here: refused(
      ({ instanceRps, targetUtilisation }) => instanceRps! / targetUtilisation,
      longest(({ waitLimitMs }) => waitLimitMs),
    ),
    verdict: refused(({ instanceRps }) => instanceRps!, longest(queueMs)),
    untilBackSeconds: moved.back?.worst ?? 0,
  };
}

/** The verdict lets requests wait where the platform keeps them, and not elsewhere. */
const queueMs = ({ members, waitLimitMs }: RegionPlan): number => (members === 1 ? waitLimitMs : 0);

const mayGrow = ({ regions }: World, { name }: RegionPlan): boolean => regions.get(name)?.condition.mayGrow ?? true;

/** Regions that are sound while the strike lasts, and to which the struck ones' clients may go. */
function survivors(plan: DrillPlan, world: World, { struck }: Strike): readonly RegionPlan[] {
  const hit = plan.regions.filter(({ name }) => struck.regions.includes(name));
  const reached = new Set(hit.flatMap((region) => othersOf(plan, region)));
  return plan.regions.filter(({ name }) => reached.has(name) && !isBad(world.regions.get(name)));
}
