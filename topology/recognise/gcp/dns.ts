import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isSet, numberAt, textAt, valueAt } from '../../graph/value.ts';
import type { Pool, Service, Signal } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import { healthCheckOf, healthCheckSignal } from './signals.ts';
import { ADDRESS, RECORD_SET, REGIONAL_FORWARDING_RULE } from './types.ts';

// Cloud DNS in front of regional load balancers: the record's routing policy is the entry.

/** Availability that Google promises for answering queries. */
const DNS_SLA = 1;
/** Time to live that clients see where the record sets none. */
const DEFAULT_TTL_SECONDS = 300;

/**
 * Joins regional services that a routing policy names into one service with a DNS entry. Services that no record names
 * are returned as they are.
 */
export function joinByDns(graph: ResourceGraph, services: readonly Service[]): readonly Service[] {
  let rest = services;
  const joined: Service[] = [];
  for (const record of graph.ofType(RECORD_SET).filter(({ inputs }) => isSet(inputs, 'routingPolicy'))) {
    const regions = new Set(regionsNamed(graph, record));
    const members = rest.filter(
      ({ entry, pools }) => entry.kind === 'regional' && pools.some(({ region }) => regions.has(region)),
    );
    if (members.length === 0) continue;
    rest = rest.filter((service) => !members.includes(service));
    joined.push(dnsService(graph, record, members));
  }
  return [...joined, ...rest];
}

/** Regions that a routing policy names: of the load balancers it links to, and of its own items. */
function regionsNamed(graph: ResourceGraph, record: Resource): readonly string[] {
  const linked = graph.linked(record, 'routingPolicy', [ADDRESS, REGIONAL_FORWARDING_RULE]);
  const policy = valueAt(record.inputs, 'routingPolicy');
  const items = [...blocksAt(policy, 'geos'), ...blocksAt(policy, 'primaryBackup.backupGeos')];
  return [
    ...linked.flatMap((resource) => regionOf(graph, resource) ?? []),
    ...items.flatMap((item) => textAt(item, 'location') ?? []),
  ];
}

function dnsService(graph: ResourceGraph, record: Resource, members: readonly Service[]): Service {
  const ttlSeconds = numberAt(record.inputs, 'ttl') ?? DEFAULT_TTL_SECONDS;
  const checked = healthCheckOf(graph, record, 'routingPolicy.healthCheck');
  const check = checked && healthCheckSignal(checked, undefined);
  const signals: Signal[] = check
    ? [
        {
          ...check,
          kind: 'dns-check',
          ttlSeconds,
          evidence: [
            ...check.evidence,
            { urn: record.urn, argument: 'ttl', says: `clients may keep the old answer for ${ttlSeconds} s` },
          ],
        },
      ]
    : [];
  const backupOnly = isSet(record.inputs, 'routingPolicy.primaryBackup') && trickle(record) === 0;
  const pools = members.flatMap((member, index) =>
    member.pools.map((pool): Pool => ({ ...pool, signals, live: index === 0 || !backupOnly })),
  );
  const regions = [...new Set(pools.map(({ region }) => region))];
  return {
    name: record.name,
    cloud: 'gcp',
    urn: record.urn,
    entry: { kind: 'dns', urn: record.urn, availability: DNS_SLA },
    pools,
    retry: undefined,
    evidence: [
      {
        urn: record.urn,
        argument: 'routingPolicy',
        says: check
          ? `answers with ${regions.join(' or ')}`
          : `answers with ${regions.join(' or ')} and has no health check: it keeps answering with a region that is down`,
      },
    ],
  };
}

const trickle = (record: Resource): number => numberAt(record.inputs, 'routingPolicy.primaryBackup.trickleRatio') ?? 0;
