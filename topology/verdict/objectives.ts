import { composite } from '../arithmetic/availability.ts';
import { awsSla, googleSla } from '../arithmetic/sla.ts';
import type { Cloud, Model, Objectives, Pool } from '../model/model.ts';
import { scopeOf } from '../model/scope.ts';
import { singleChange } from './change.ts';
import { judge } from './judge.ts';
import { lossesOf } from './losses.ts';
import { shareOf } from './traffic.ts';
import { type LossVerdict, moves, type ObjectiveVerdict } from './types.ts';

/** Objectives that are floors; all others are ceilings. */
const FLOORS = new Set<keyof Objectives>(['headroom', 'liveShare', 'availability']);

/** Every declared objective of every topology beside what the plan predicts. Nothing declared, nothing judged. */
export function judgeObjectives(model: Model): readonly ObjectiveVerdict[] {
  return model.declared.flatMap((declared) => {
    const scope = scopeOf(model, declared);
    const losses = regionLosses(scope);
    return (Object.entries(declared.objectives) as [keyof Objectives, number][]).map(
      ([name, limit]): ObjectiveVerdict => {
        const predicted = predict(name, scope, losses);
        const met = meets(name, predicted, limit);
        const holds = (changed: Model): boolean => meets(name, predict(name, changed, regionLosses(changed)), limit);
        return {
          name,
          topology: declared.name,
          declared: limit,
          predicted,
          met,
          missedBy: met ? 0 : predicted === null ? null : Math.abs(predicted - limit),
          change: met ? null : singleChange(scope, holds),
        };
      },
    );
  });
}

const meets = (name: keyof Objectives, predicted: number | null, limit: number): boolean =>
  predicted !== null && (FLOORS.has(name) ? predicted >= limit : predicted <= limit);

const regionLosses = (model: Model): readonly LossVerdict[] =>
  lossesOf(model)
    .filter(({ kind }) => kind === 'region')
    .map((loss) => judge(loss, model));

/** What the plan predicts for an objective: the worst over the losses of a region. */
function predict(name: keyof Objectives, model: Model, regions: readonly LossVerdict[]): number | null {
  switch (name) {
    case 'shedSeconds':
      return worst(regions.flatMap(({ shedSeconds }) => (moves(shedSeconds) ? [shedSeconds.worst] : [])));
    case 'returnSeconds':
      return worst(regions.flatMap(({ returnSeconds }) => (moves(returnSeconds) ? [returnSeconds.worst] : [])));
    case 'headroom':
      return least(regions.filter(({ loss }) => serves(model, loss)).map(({ headroom }) => headroom));
    case 'liveShare':
      return liveShare(model);
    case 'rpoSeconds':
      return worst(regions.map(({ rpoSeconds }) => rpoSeconds));
    case 'writeRtoSeconds':
      return worst(regions.map(({ writeRtoSeconds }) => writeRtoSeconds));
    case 'availability':
      return availability(model);
    case 'monthlyCostUsd':
      return model.declared[0]?.monthlyCostUsd ?? null;
  }
}

/** True for the loss of a region that has a pool; where only data is, there is no load to take over. */
const serves = ({ services }: Model, loss: string): boolean =>
  services.some(({ pools }) => pools.some(({ region }) => loss.split(/[:+]/)[1] === region));

/** The worst of the services: its entry, its regions in parallel, and the stores that every write needs in series. */
function availability(model: Model): number | null {
  const stores = model.stores
    .filter(({ kind }) => kind === 'sql' || kind === 'table')
    .map((store) => store.availability);
  return least(
    model.services.map(({ entry, pools, cloud }) =>
      composite({
        entry: entry.availability,
        regions: pools.map(({ compute, zones }) => poolAvailability(cloud, compute, zones.length)),
        stores,
      }),
    ),
  );
}

function poolAvailability(cloud: Cloud, compute: Pool['compute'], zones: number): number {
  if (cloud === 'aws') return awsSla.compute;
  if (compute !== 'instances') return googleSla.cloudRun;
  return zones > 1 ? googleSla.instancesMultiZone : googleSla.instancesSingleZone;
}

/** Smallest share that a region serves while all is well; 0 when a pool is drained, cold or only a backup. */
function liveShare(model: Model): number | null {
  const shares = model.services.flatMap((service) =>
    service.pools.length < 2
      ? [0]
      : service.pools.map((pool) =>
          pool.live && pool.capacityScaler > 0 && pool.minInstances !== 0
            ? shareOf(service, pool, model.declared[0])
            : 0,
        ),
  );
  return least(shares);
}

const worst = (values: readonly (number | null)[]): number | null =>
  values.length === 0 || values.includes(null) ? null : Math.max(...values.map((value) => value ?? 0));

const least = (values: readonly (number | null)[]): number | null =>
  values.length === 0 || values.includes(null) ? null : Math.min(...values.map((value) => value ?? 0));
