import type { Model, Pool, Service } from '../model/model.ts';
import { declaredFor } from '../model/scope.ts';
import { shareOf } from './traffic.ts';

// Two choices one behind the other: DNS chooses a cloud, that cloud's own load balancer chooses a region.

/** The part of a service that a loss concerns, and the model with the load of that part. */
export interface Concerned {
  readonly service: Service;
  readonly model: Model;
}

/**
 * While one pool behind a balancer stands, the entry keeps sending there: what is left behind that balancer has to carry
 * all of it. Once none stands, the entry itself has to notice.
 */
export function concernedBy(service: Service, gone: (pool: Pool) => boolean, model: Model): Concerned {
  const standing = new Set(service.pools.filter((pool) => !gone(pool)).map(({ balancer }) => balancer?.urn));
  const stands = ({ balancer }: Pool): boolean => balancer !== undefined && standing.has(balancer.urn);
  const lost = service.pools.filter(gone);
  const [first] = lost;
  const inside = (pool: Pool): boolean => pool.balancer?.urn === first?.balancer?.urn;
  if (first && stands(first) && lost.every(inside) && lost.some(({ live }) => live)) {
    const declared = declaredFor(model, service);
    const part = service.pools.filter(inside).reduce((sum, pool) => sum + shareOf(service, pool, declared), 0);
    return { service: { ...service, pools: service.pools.filter(inside) }, model: withPart(model, part) };
  }
  const pools = service.pools.map((pool) =>
    pool.balancer && !stands(pool) ? { ...pool, signals: pool.balancer.signals } : pool,
  );
  return { service: { ...service, pools }, model };
}

const withPart = (model: Model, part: number): Model => ({
  ...model,
  declared: model.declared.map((declared) =>
    declared.peakRps === undefined ? declared : { ...declared, peakRps: declared.peakRps * part },
  ),
});
