import { expect } from 'vitest';

import type { Model, Pool, Service, Store } from '../../../../topology/model/model.ts';
import { recognise } from '../../../../topology/recognise/recognise.ts';
import type { LossVerdict, Survival } from '../../../../topology/verdict/types.ts';
import { verdict } from '../../../../topology/verdict/verdict.ts';
import { change, graphFrom, without, type Draft } from '../../../support/graph.ts';
import { accelerator, buckets, EAST, failoverRecords, REGIONS, WEST } from './plans.ts';

// Questions that the tests put to a plan, and changes that they make in it.

export type Plan = readonly Draft[];

export const model = (plan: Plan): Model => recognise(graphFrom(plan));

export const onlyService = (plan: Plan): Service => {
  const { services } = model(plan);
  expect(services.map(({ name }) => name)).toHaveLength(1);
  return services[0] as Service;
};

export const poolIn = (plan: Plan, region: string): Pool => {
  const pool = onlyService(plan).pools.find((one) => one.region === region);
  if (!pool) throw new Error(`no pool in ${region}`);
  return pool;
};

export const storeNamed = (plan: Plan, name: string): Store => {
  const { stores } = model(plan);
  const store = stores.find((one) => one.name === name);
  if (!store) throw new Error(`no store ${name} among ${stores.map((one) => one.name).join(', ')}`);
  return store;
};

export const judged = (plan: Plan, loss: string): LossVerdict => {
  const { losses } = verdict(graphFrom(plan));
  const found = losses.find((one) => one.loss === loss);
  if (!found) throw new Error(`no ${loss} among ${losses.map((one) => one.loss).join(', ')}`);
  return found;
};

export const answers = (plan: Plan): readonly Survival[] =>
  REGIONS.map((region) => judged(plan, `region:${region}`).survives);

export const reasons = (loss: LossVerdict): string =>
  loss.why
    .filter(({ against }) => against)
    .map(({ urn, argument, says }) => `${urn.split('::').at(-1)} ${argument ?? ''} ${says}`)
    .join('\n');

/** The same change in every resource whose name begins like this. */
export const each = (plan: Plan, prefix: string, path: string, value: unknown): Plan =>
  plan.filter(({ name }) => name.startsWith(prefix)).reduce((all, { name }) => change(all, name, path, value), plan);

export const withoutEach = (plan: Plan, prefix: string): Plan =>
  plan.filter(({ name }) => name.startsWith(prefix)).reduce<Plan>((all, { name }) => without(all, name), plan);

/** Stores beside a service that survives, so that the stores decide. */
export const beside = (stores: Plan): Plan => [...accelerator, ...stores];

/** The western group of the accelerator takes so many percent of the traffic that comes its way. */
export const standby = (percent: number): Plan =>
  each(accelerator, 'group-443-us-west', 'trafficDialPercentage', percent);

/** The failover records as weighted ones. */
export const weighted = (east: number, west: number): Plan =>
  [[EAST, east] as const, [WEST, west] as const].reduce<Plan>(
    (plan, [region, weight]) =>
      change(
        change(plan, `record-${region}`, 'failoverRoutingPolicies', undefined),
        `record-${region}`,
        'weightedRoutingPolicies',
        [{ weight }],
      ),
    failoverRecords,
  );

/** Buckets of which the western one only receives. */
export const oneWay = without(buckets, `copy-${WEST}`);
