import type { DrillPlan } from '../plan/plan.ts';
import type { DrillReport, Point, RegionPoint, Series } from '../report/report.ts';
import type { Recording } from '../run/drill.ts';
import { heldInBuckets, inBuckets } from './buckets.ts';
import type { IncidentClock } from './clock.ts';
import { quantile, type Request } from './requests.ts';

/** Everything that turns a recording into curves. */
export interface Curves {
  readonly plan: DrillPlan;
  readonly recording: Recording;
  readonly requests: readonly Request[];
  readonly clock: IncidentClock;
  readonly seconds: number;
  readonly width: number;
}

export function series(curves: Curves): Series {
  const { plan, recording, clock, seconds, width } = curves;
  const perClient = inBuckets(curves.requests, ({ ms }) => clock.at(ms), seconds, width);
  const wallSeconds = width / plan.scale.factor;
  const { store } = recording;
  const points = <Item extends { readonly ms: number }>(
    items: readonly Item[],
    value: (items: readonly Item[]) => number,
  ) =>
    inBuckets(items, ({ ms }) => clock.at(ms), seconds, width).map((bucket) => ({
      t: bucket.t,
      value: value(bucket.items),
    }));
  return {
    requests: perClient.map(({ t, items }) => ({ t, value: items.length / wallSeconds })),
    errors: perClient.map(({ t, items }) => ({ t, value: items.filter(({ failed }) => failed).length })),
    limited: byRegion(plan, (name) =>
      points(
        recording.attempts.filter(({ region, status }) => region === name && status === 429),
        (items) => items.length,
      ),
    ),
    instances: byRegion(plan, (name) =>
      heldInBuckets(recording.instances.get(name) ?? [], ({ ms }) => clock.at(ms), seconds, width).map(
        ({ t, sample }) => ({
          t,
          value: sample.instances,
        }),
      ),
    ),
    replicaLag: heldInBuckets(store?.lag ?? [], ({ ms }) => clock.at(ms), seconds, width).map(({ t, sample }) => ({
      t,
      value: clock.lasting(sample.lagMs),
    })),
    p50Ms: perClient.map(({ t, items }) => ({ t, value: latency(items, 0.5) })),
    p99Ms: perClient.map(({ t, items }) => ({ t, value: latency(items, 0.99) })),
    writes: store ? points(store.acknowledged, (items) => items.length) : [],
    refused: store
      ? points(
          store.refusedMs.map((ms) => ({ ms })),
          (items) => items.length,
        )
      : [],
  };
}

/** Part of the tries that each region received. A bucket without tries has no shares. */
export function shares({ plan, recording, clock, seconds, width }: Curves): DrillReport['share'] {
  return inBuckets(recording.attempts, ({ ms }) => clock.at(ms), seconds, width).flatMap(({ t, items }) =>
    items.length === 0
      ? []
      : plan.regions.map(({ name }) => ({
          t,
          region: name,
          ratio: items.filter(({ region }) => region === name).length / items.length,
        })),
  );
}

function byRegion(plan: DrillPlan, of: (region: string) => readonly Point[]): readonly RegionPoint[] {
  return plan.regions.flatMap(({ name }) => of(name).map((point) => ({ ...point, region: name })));
}

export function latency(requests: readonly Request[], part: number): number {
  return quantile(
    requests.map(({ latencyMs }) => latencyMs),
    part,
  );
}
