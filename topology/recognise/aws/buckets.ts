import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isSet, textAt, valueAt } from '../../graph/value.ts';
import type { Evidence, Member, Store, StoreOption } from '../../model/model.ts';
import { recoveryPoint } from '../../arithmetic/recovery.ts';
import { awsSla } from '../../arithmetic/sla.ts';
import { regionOf } from '../place.ts';
import { equalMembers, evidence, storeOf } from './store.ts';
import { ACCELERATOR, BALANCERS, BUCKET_LOGGING, BUCKET_REPLICATION, BUCKETS, DISTRIBUTION } from './types.ts';

// S3: a bucket is in one region. Two that copy to each other are one store; a copy that only receives is a replica.

type Block = Readonly<Record<string, unknown>>;

/** An enabled rule that copies every object of a bucket. */
interface Copying {
  readonly from: Resource;
  /** Undefined when the plan does not hold the destination. */
  readonly to: Resource | undefined;
  /** True when a time is promised. */
  readonly timed: boolean;
  readonly owner: Resource;
}

/** Every bucket that is more than a place for access logs, joined with those that it copies to. */
export function recogniseBuckets(graph: ResourceGraph): readonly Store[] {
  const copying = [
    ...graph.ofType(BUCKET_REPLICATION).flatMap((config) => {
      const from = graph.linked(config, 'bucket', BUCKETS)[0];
      return from ? copies(graph, from, config, 'rules') : [];
    }),
    ...graph.ofType(...BUCKETS).flatMap((bucket) => copies(graph, bucket, bucket, 'replicationConfiguration.rules')),
  ];
  const taken = new Set<Resource>();
  const logs = logBuckets(graph);
  // A store is called by its first bucket, which must not depend on the order in which the engine told of them.
  const inOrder = [...graph.ofType(...BUCKETS)].sort((one, other) => (one.urn < other.urn ? -1 : 1));
  return inOrder.flatMap((bucket) => {
    if (taken.has(bucket)) return [];
    const joined = joinedWith(bucket, copying);
    for (const one of joined) taken.add(one);
    if (joined.length === 1 && logs.has(bucket)) return [];
    return [
      bucketStore(
        graph,
        joined,
        copying.filter(({ from }) => joined.includes(from)),
      ),
    ];
  });
}

function copies(graph: ResourceGraph, from: Resource, owner: Resource, path: string): readonly Copying[] {
  const rules = blocksAt(owner.inputs, path).filter((rule) => textAt(rule, 'status') === 'Enabled' && !isPartial(rule));
  if (rules.length === 0) return [];
  const linked = graph.linked(owner, `${path}.destination.bucket`, BUCKETS).filter((bucket) => bucket !== from);
  const named = rules.flatMap((rule) => {
    const name = textAt(rule, 'destination.bucket')?.replace(/^arn:[^:]+:s3:::/, '');
    return graph.named(name, BUCKETS);
  });
  const found = [...new Set([...named, ...linked])];
  const timed = rules.every((rule) => textAt(rule, 'destination.replicationTime.status') === 'Enabled');
  return (found.length > 0 ? found : [undefined]).map((to) => ({ from, to, timed, owner }));
}

/** A rule with a prefix or a tag leaves the other objects where they are. */
const isPartial = (rule: Block): boolean =>
  ['prefix', 'filter.prefix', 'filter.tag', 'filter.and', 'filter.tags'].some(
    (path) => isSet(rule, path) && valueAt(rule, path) !== '',
  );

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

function bucketStore(graph: ResourceGraph, buckets: readonly Resource[], copying: readonly Copying[]): Store {
  const [first] = buckets;
  const sources = new Set(copying.flatMap(({ from, to }) => (to ? [from] : [])));
  const source = buckets.find((bucket) => sources.has(bucket)) ?? first;
  if (first === undefined || source === undefined) throw new Error('a store of no bucket');
  const alike = buckets.every((bucket) => sources.has(bucket));
  const timed = copying.length > 0 && copying.every((rule) => rule.timed);
  const outside = copying.find(({ to }) => to === undefined);
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
    members: outside || regions.includes('') ? [] : several ? members : equalMembers(source, regions),
    replication: several ? 'async' : 'none',
    rpo: several ? recoveryPoint(timed ? 's3-time-control' : 's3-default') : undefined,
    options: several && !timed ? copying.slice(0, 1).map((rule) => timeControl(source, rule)) : [],
    ...(several && !alike ? { promotion: { who: 'nobody' } as const } : {}),
    availability: awsSla.s3,
    evidence: outside ? copiesOutside(outside) : told(graph, source, buckets, alike, timed, copying[0]),
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

/** Buckets that load balancers, distributions, accelerators and other buckets write their logs to. */
function logBuckets(graph: ResourceGraph): ReadonlySet<Resource> {
  const writers: readonly (readonly [types: readonly string[], path: string])[] = [
    [BALANCERS, 'accessLogs.bucket'],
    [BALANCERS, 'connectionLogs.bucket'],
    [[ACCELERATOR], 'attributes.flowLogsS3Bucket'],
    [[DISTRIBUTION], 'loggingConfig.bucket'],
    [BUCKET_LOGGING, 'targetBucket'],
    [BUCKETS, 'logging.targetBucket'],
  ];
  return new Set(
    writers.flatMap(([types, path]) => graph.ofType(...types).flatMap((writer) => graph.linked(writer, path, BUCKETS))),
  );
}
