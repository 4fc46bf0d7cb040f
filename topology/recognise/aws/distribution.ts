import type { Resource } from '../../graph/graph.ts';
import { blocksAt, numberAt, textAt, valuesAt } from '../../graph/value.ts';
import type { Entry, FaultKind, Pool, Service, Signal } from '../../model/model.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { BALANCERS, BUCKETS, DISTRIBUTION } from './types.ts';
import { servicesOf, throughout, together, wayInto, type Context } from './ways.ts';

// CloudFront with an origin group: each request asks the first origin and is tried again at the second.

const ORIGINS = [...BALANCERS, ...BUCKETS] as const;
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Services of distributions whose origin group holds two load balancers. */
export function recogniseDistributions(context: Context): readonly Service[] {
  return context.graph
    .ofType(DISTRIBUTION)
    .flatMap((distribution) =>
      blocksAt(distribution.inputs, 'originGroups').flatMap((group) => groupServices(context, distribution, group)),
    );
}

function groupServices(
  context: Context,
  distribution: Resource,
  group: Readonly<Record<string, unknown>>,
): readonly Service[] {
  const origins = blocksAt(distribution.inputs, 'origins');
  const named = context.graph.linkedEach(distribution, 'origins', 'domainName', ORIGINS);
  const members = valuesAt(group, 'members.originId').flatMap((id) => {
    const index = origins.findIndex((origin) => textAt(origin, 'originId') === id);
    const balancer = named[index];
    return balancer && BALANCERS.some((type) => type === balancer.type) ? [{ balancer, origin: origins[index] }] : [];
  });
  if (members.length < 2) return [];
  if (writes(distribution)) {
    const says =
      'origin failover tries GET, HEAD and OPTIONS again and nothing else: other requests fail while the first origin is down';
    context.undecided.push({ about: 'entry', evidence: { urn: distribution.urn, argument: 'originGroups', says } });
  }
  const ways = members.map(({ balancer, origin }, index) =>
    throughout(wayInto(context, balancer), (pool): Pool => ({
      ...pool,
      live: index === 0,
      weight: index === 0 ? 1 : 0,
      signals: [attempts(distribution, group, origin)],
      instanceSignals: pool.signals,
    })),
  );
  const entry: Entry = { kind: 'anycast', urn: distribution.urn, availability: awsSla.cloudFront };
  return servicesOf(together(ways), distribution.name, distribution, entry);
}

const writes = ({ inputs }: Resource): boolean =>
  ['defaultCacheBehavior', 'orderedCacheBehaviors']
    .flatMap((behavior) => valuesAt(inputs, `${behavior}.allowedMethods`))
    .some((method) => !SAFE_METHODS.includes(String(method)));

/** Each request notices for itself: it gives the first origin so many attempts, one after the other. */
function attempts(
  distribution: Resource,
  group: Readonly<Record<string, unknown>>,
  origin: Readonly<Record<string, unknown>> | undefined,
): Signal {
  const seconds = numberAt(origin, 'connectionTimeout') ?? 10;
  const count = numberAt(origin, 'connectionAttempts') ?? 3;
  const errors = valuesAt(group, 'failoverCriteria.statusCodes').some((code) => Number(code) >= 500);
  const sees: readonly FaultKind[] = errors ? ['crash', 'error', 'hang'] : ['crash', 'hang'];
  return {
    kind: 'health-check',
    sees,
    probe: { periodSeconds: seconds, timeoutSeconds: seconds, failures: count, successes: 1 },
    evidence: [
      {
        urn: distribution.urn,
        argument: 'originGroups',
        says: `each request asks the first origin up to ${count} times for ${seconds} s before it tries the second`,
      },
    ],
  };
}
