import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isGiven, isSet, numberAt, valueAt } from '../../graph/value.ts';
import type { Evidence, Pool, Service, Signal } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import { frontsOf } from './fronts.ts';
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
  const { rulesOf } = frontsOf(graph);
  const ruled = graph.ofType(REGIONAL_FORWARDING_RULE).length > 0;
  let rest = services;
  const joined: Service[] = [];
  for (const record of graph.ofType(RECORD_SET).filter(({ inputs }) => isSet(inputs, 'routingPolicy'))) {
    const answers = graph.linked(record, 'routingPolicy', [ADDRESS, REGIONAL_FORWARDING_RULE]);
    const isAnswered = (rule: Resource): boolean =>
      [rule, ...graph.linked(rule, 'ipAddress', [ADDRESS])].some((place) => answers.includes(place));
    // Where the rules are another program's, an address stands for the load balancer of its region.
    const regions = new Set(answers.flatMap((place) => regionOf(graph, place) ?? []));
    const members = rest.filter(({ entry, pools }) => {
      const owner = entry.kind === 'regional' ? graph.get(entry.urn) : undefined;
      if (owner === undefined) return false;
      return ruled ? rulesOf(owner).some(isAnswered) : pools.some(({ region }) => regions.has(region));
    });
    if (members.length === 0) continue;
    rest = rest.filter((service) => !members.includes(service));
    joined.push(dnsService(graph, record, members));
  }
  return [...joined, ...rest];
}

/** Why the record's health check watches nothing that its clients are sent to; undefined where it watches all of it. */
function uncheckedBy(record: Resource): Evidence | undefined {
  const policy = valueAt(record.inputs, 'routingPolicy');
  const says = (argument: string, why: string): Evidence => ({ urn: record.urn, argument, says: why });
  if (!isSet(policy, 'healthCheck'))
    return says(
      'routingPolicy.healthCheck',
      'the record has no health check: it keeps answering with a region that is down',
    );
  const plain = ['wrrs', 'geos'].find((list) => blocksAt(policy, list).some((item) => isGiven(item, 'rrdatas')));
  return plain === undefined
    ? undefined
    : says(
        `routingPolicy.${plain}.rrdatas`,
        'is answered whatever the health check says; healthCheckedTargets would be watched',
      );
}

function dnsService(graph: ResourceGraph, record: Resource, members: readonly Service[]): Service {
  const ttlSeconds = numberAt(record.inputs, 'ttl') ?? DEFAULT_TTL_SECONDS;
  const blind = uncheckedBy(record);
  const checked = blind ? undefined : healthCheckOf(graph, record, 'routingPolicy.healthCheck');
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
  const fenced = valueAt(record.inputs, 'routingPolicy.enableGeoFencing') === true;
  const pools = members.flatMap((member, index) =>
    member.pools.map((pool): Pool => {
      // What watched single instances behind the region's own load balancer still does.
      const { blind: _, ...own } = { ...pool, instanceSignals: pool.signals, signals };
      return { ...own, live: index === 0 || !backupOnly, ...(blind ? { blind: [blind] } : {}) };
    }),
  );
  const regions = [...new Set(pools.map(({ region }) => region))];
  return {
    name: record.name,
    cloud: 'gcp',
    urn: record.urn,
    entry: { kind: 'dns', urn: record.urn, availability: DNS_SLA },
    pools,
    retry: undefined,
    ...(fenced ? { split: fence(record) } : {}),
    evidence: [{ urn: record.urn, argument: 'routingPolicy', says: `answers with ${regions.join(' or ')}` }],
  };
}

const fence = ({ urn }: Resource): Evidence => ({
  urn,
  argument: 'routingPolicy.enableGeoFencing',
  says: 'geofencing keeps clients in their own place even when everything there is down',
});

const trickle = (record: Resource): number => numberAt(record.inputs, 'routingPolicy.primaryBackup.trickleRatio') ?? 0;
