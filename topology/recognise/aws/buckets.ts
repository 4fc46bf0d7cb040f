import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import type { Evidence, Member, Store, StoreOption } from '../../model/model.ts';
import { recoveryPoint } from '../../arithmetic/recovery.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import { copyings, type Copying } from './copying.ts';
import { logBuckets } from './logs.ts';
import { equalMembers, evidence, storeOf } from './store.ts';
import { BUCKET_REPLICATION, BUCKETS } from './types.ts';

// S3: a bucket is in one region. Two that copy to each other are one store; a copy that only receives is a replica.

/** Every bucket that is more than a place for access logs, joined with those that it copies to. */
export function recogniseBuckets(graph: ResourceGraph): readonly Store[] {
  const declared = copyings(graph);
  const copying = declared.filter(({ idle }) => idle === undefined || idle.open);
  const taken = new Set<Resource>();
  const logs = logBuckets(graph);
  // A store is called by its first bucket, which must not depend on the order in which the engine told of them.
  const inOrder = [...graph.ofType(...BUCKETS)].sort((one, other) => (one.urn < other.urn ? -1 : 1));
  return inOrder.flatMap((bucket) => {
    if (taken.has(bucket)) return [];
    const joined = joinedWith(bucket, copying);
    for (const one of joined) taken.add(one);
    if (joined.length === 1 && logs.has(bucket)) return [];
    const alive = copying.filter(({ from }) => joined.includes(from));
    // What a bucket receives is safe where it came from; what is written to it is not, when its own copying is idle.
    const stranded = joined.filter((one) => joined.length > 1 && !alive.some(({ from }) => from === one));
    return [
      bucketStore(graph, joined, alive, idleOf(joined, joined.length > 1 ? alive : declared)),
      ...stranded.flatMap((one) => {
        const idle = idleOf([one], declared);
        return idle.length > 0 ? [bucketStore(graph, [one], [], idle)] : [];
      }),
    ];
  });
}

/** Why buckets are not copied, or may not be: each reason once. */
function idleOf(buckets: readonly Resource[], copying: readonly Copying[]): readonly Evidence[] {
  const reasons = copying.flatMap(({ from, idle }) => (idle && buckets.includes(from) ? [idle.evidence] : []));
  return [...new Map(reasons.map((reason) => [`${reason.urn} ${reason.argument}`, reason])).values()];
}

/** A bucket with all that are joined to it by copying, in either direction. */
function joinedWith(bucket: Resource, copying: readonly Copying[]): readonly Resource[] {
  const joined = [bucket];
  for (const one of joined) {
    for (const { from, to } of copying) {
      const other = from === one ? to : to === one ? from : undefined;
      if (other && !joined.includes(other)) joined.push(other);
    }
  }
  return joined;
}

function bucketStore(
  graph: ResourceGraph,
  buckets: readonly Resource[],
  copying: readonly Copying[],
  idle: readonly Evidence[],
): Store {
  const [first] = buckets;
  const sources = new Set(copying.flatMap(({ from, to }) => (to ? [from] : [])));
  const source = buckets.find((bucket) => sources.has(bucket)) ?? first;
  if (first === undefined || source === undefined) throw new Error('a store of no bucket');
  const alike = buckets.every((bucket) => sources.has(bucket));
  const timed = copying.length > 0 && copying.every((rule) => rule.timed);
  const outside = copying.find(({ to }) => to === undefined);
  const open = copying.some((rule) => rule.idle !== undefined);
  const members = buckets.map((bucket): Member => ({
    region: regionOf(graph, bucket) ?? '',
    role: buckets.length === 1 || alike ? 'equal' : bucket === source ? 'primary' : 'replica',
    zoneRedundant: true,
    urn: bucket.urn,
  }));
  const regions = [...new Set(members.map(({ region }) => region))];
  const several = regions.length > 1;
  return storeOf(source, {
    kind: 'bucket',
    members: outside || open || regions.includes('') ? [] : several ? members : equalMembers(source, regions),
    replication: several ? 'async' : 'none',
    rpo: several ? recoveryPoint(timed ? 's3-time-control' : 's3-default') : undefined,
    options: several && !timed ? copying.slice(0, 1).map((rule) => timeControl(source, rule)) : [],
    ...(several && !alike ? { promotion: { who: 'nobody' } as const } : {}),
    availability: awsSla.s3,
    evidence: [
      ...idle,
      ...(outside ? copiesOutside(outside) : open ? [] : told(graph, source, buckets, alike, timed, copying[0])),
    ],
  });
}

/** The promise of 15 minutes. */
const timeControl = (store: Resource, { owner }: Copying): StoreOption => ({
  urn: store.urn,
  argument: owner.type === BUCKET_REPLICATION ? 'rules.destination.replicationTime' : 'replicationConfiguration',
  from: 'nothing',
  to: 'Enabled, 15 minutes, with metrics',
  gives: { rpo: recoveryPoint('s3-time-control') },
});

const copiesOutside = ({ owner }: Copying): readonly Evidence[] =>
  evidence(owner, 'rules', 'copies to a bucket that is not in the plan');

function told(
  graph: ResourceGraph,
  source: Resource,
  buckets: readonly Resource[],
  alike: boolean,
  timed: boolean,
  rule: Copying | undefined,
): readonly Evidence[] {
  const places = [source, ...buckets.filter((bucket) => bucket !== source)].map(
    (bucket) => regionOf(graph, bucket) ?? '',
  );
  const [home = '', ...others] = [...new Set(places)];
  if (others.length === 0) return evidence(source, 'region', `objects are in ${home} only`);
  const owner = rule?.owner ?? source;
  const time = timed ? 'within 15 minutes' : 'at some time that nothing promises';
  return alike
    ? evidence(owner, 'rules', `objects reach ${[home, ...others].join(' and ')} ${time}`)
    : evidence(
        owner,
        'rules',
        `objects go from ${home} to ${others.join(' and ')} only: what is written there while ${home} is away does not come back`,
      );
}
