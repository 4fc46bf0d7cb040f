import type { Model, Pool, Service, Signal } from '../../topology/model/model.ts';
import { chooseService } from '../plan/build.ts';

// What other people run, made from the shipped topology by changing one thing, so that load and capacity stay the same.

export interface Variant {
  readonly name: string;
  /** What it stands for, and what was chosen. */
  readonly about: string;
  readonly model: Model;
  readonly profile?: 'envoy-best';
}

/** The shipped topology, and what it is compared with. */
export function variants(shipped: Model): readonly Variant[] {
  return [
    { name: 'Tandem as shipped', about: 'the plan as it is', model: shipped },
    {
      name: 'one region',
      about: 'the primary region alone, with the same capacity',
      model: withService(shipped, (service) => ({ ...service, pools: service.pools.slice(0, 1) })),
    },
    {
      name: "two regions, the cloud's defaults",
      about:
        'no readiness probe, no outlier detection, no retry policy: one retry of 502, 503 and 504 by the load balancer itself, read kindly as reaching the other region',
      model: withService(shipped, cloudDefaults),
    },
    {
      name: 'DNS failover, TTL 60',
      about: 'checks every 10 s, 3 in a row, answers kept for 60 s; no retry',
      model: withService(shipped, dnsFailover),
    },
    {
      name: 'envoy-best',
      about: 'all that the proxy can do, 429 included: the bar, which no cloud entry offers',
      model: shipped,
      profile: 'envoy-best',
    },
  ];
}

/** The shipped topology with a database that waits for its replica, or does not. */
export function withReplication(shipped: Model, replication: 'sync' | 'async'): Model {
  return {
    ...shipped,
    stores: shipped.stores.map((store) => (store.kind === 'sql' ? { ...store, replication } : store)),
  };
}

/** The shipped topology with half of the instances that run all the time: what is left has to grow before it carries a loss. */
export function withHalfTheFloor(shipped: Model): Model {
  return withService(shipped, (service) => ({
    ...service,
    pools: service.pools.map((pool): Pool => ({ ...pool, minInstances: halfOf(pool.minInstances) })),
  }));
}

/** The shipped topology probed in another way, with nothing else that could notice a fault or hide it. */
export function probedOnly(shipped: Model, probe: NonNullable<Signal['probe']>): Model {
  const signals: Signal[] = [{ kind: 'service-health', sees: ['crash', 'error', 'hang', 'slow'], probe, evidence: [] }];
  const plain = withService(shipped, (service) => ({
    ...service,
    retry: undefined,
    pools: service.pools.map((pool): Pool => ({ ...pool, signals })),
  }));
  // As many clients on either side: a law that holds in both directions is measured equally well in both.
  const declared = plain.declared.map((one) => ({ ...one, failoverClientShare: 0.5 }));
  return { ...plain, declared, stores: [] };
}

const halfOf = (count: Pool['minInstances']): Pool['minInstances'] =>
  typeof count === 'number' ? Math.floor(count / 2) : count;

function withService(model: Model, change: (service: Service) => Service): Model {
  return { ...model, services: [change(chooseService(model))] };
}

function cloudDefaults(service: Service): Service {
  return {
    ...service,
    pools: service.pools.map((pool): Pool => ({ ...pool, signals: [] })),
    retry: { on: ['crash', 'error'], attempts: 1, perTrySeconds: undefined, reachesOtherRegion: true, evidence: [] },
  };
}

function dnsFailover(service: Service): Service {
  const check: Signal = {
    kind: 'dns-check',
    sees: ['crash', 'error', 'hang', 'slow'],
    probe: { periodSeconds: 10, timeoutSeconds: 4, failures: 3, successes: 3 },
    ttlSeconds: 60,
    evidence: [],
  };
  return {
    ...service,
    entry: { ...service.entry, kind: 'dns' },
    retry: undefined,
    pools: service.pools.map((pool): Pool => ({ ...pool, signals: [check] })),
  };
}
