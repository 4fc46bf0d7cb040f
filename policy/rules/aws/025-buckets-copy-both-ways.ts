import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { versioningOf } from '../../../topology/recognise/aws/copying.ts';
import { BUCKET_REPLICATION, BUCKET_VERSIONING } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { valuesOn } from '../support/demands.ts';
import { notSetTo, written } from '../support/values.ts';
import { copyings, type Copying } from './support/buckets.ts';
import { BUCKET_REPLICATION as PAGE } from './support/sources.ts';

/** Statuses that every rule of a copy has, and what is missing without it. */
const STATUSES = [
  ['status', 'nothing is copied'],
  ['deleteMarkerReplication.status', 'what is deleted here lives on there'],
  ['sourceSelectionCriteria.replicaModifications.status', 'changes of a copy do not come back'],
  ['destination.replicationTime.status', 'nothing promises when a copy arrives'],
  ['destination.metrics.status', 'nobody sees a copy that is late'],
] as const;
const TIMES = ['destination.replicationTime.time.minutes', 'destination.metrics.eventThreshold.minutes'];
const MINUTES = 15;

export const bucketsCopyBothWays = graphRule({
  id: 'tandem-aws-025-buckets-copy-both-ways',
  title: 'Buckets copy to each other, in time',
  what: 'A bucket that is copied to another one of the program gets that one’s objects as well, both have versions, and each rule has time control, metrics, delete markers and changes of copies.',
  why: 'After a failover objects are written on the other side; what does not come back is lost in the return. Without time control nothing says when a copy arrives.',
  source: PAGE,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Write one BucketReplicationConfig on each bucket, with the same rules, and BucketVersioning on both.',
  example:
    "rules: [{ status: 'Enabled', filter: {}, deleteMarkerReplication: { status: 'Enabled' }, sourceSelectionCriteria: { replicaModifications: { status: 'Enabled' } }, destination: { bucket, replicationTime: { status: 'Enabled', time: { minutes: 15 } }, metrics: { status: 'Enabled', eventThreshold: { minutes: 15 } } } }]",
  types: [BUCKET_REPLICATION, ...BUCKET_VERSIONING],
  judge: (graph) => {
    const all = copyings(graph);
    return [
      ...all.flatMap(({ config }) => judgeRules(config)),
      ...all.flatMap((copying) => judgePlaces(graph, copying, all)),
      ...[...new Set(all.flatMap(({ from, to }) => [from, ...to]))].flatMap((bucket) =>
        bucket ? versions(graph, bucket) : [],
      ),
      ...twice(all),
    ];
  },
});

function judgeRules(config: Resource): readonly Finding[] {
  if (isUnknown(valueAt(config.inputs, 'rules'))) return [unknownArgument(config, 'rules', 'give the rules as a list')];
  return valuesOn(config.inputs, ['rules', '*']).flatMap(({ at, value: rule }) => [
    ...STATUSES.flatMap(([path, otherwise]) => notSetTo(config, `${at}.${path}`, 'Enabled', `so ${otherwise}`)),
    ...TIMES.flatMap((path): readonly Finding[] => {
      const [minutes, argument] = [valueAt(rule, path), written(`${at}.${path}`)];
      const fix = `set ${argument} to ${MINUTES}`;
      if (isUnknown(minutes)) return [unknownArgument(config, argument, fix)];
      if (Number(minutes) === MINUTES || valueAt(rule, path.split('.').slice(0, 2).join('.')) === undefined) return [];
      return [breach(config, argument, `is ${String(minutes ?? 'not set')}; allowed is ${MINUTES}`, fix)];
    }),
  ]);
}

function judgePlaces(graph: ResourceGraph, { config, from, to }: Copying, all: readonly Copying[]): readonly Finding[] {
  if (!from) {
    return isUnknown(valueAt(config.inputs, 'bucket'))
      ? [
          undecided(
            config,
            'bucket',
            'is not known before an apply, and is no bucket of this program',
            'take it from the bucket',
          ),
        ]
      : [];
  }
  return to.flatMap((target): readonly Finding[] => {
    const back = all.some((other) => other.from === target && other.to.includes(from));
    const same = regionOf(graph, from) !== undefined && regionOf(graph, from) === regionOf(graph, target);
    return [
      ...(same
        ? [
            breach(
              target,
              'region',
              `is that of ${from.name}, which copies to it; allowed is another one`,
              'set region to the other region',
            ),
          ]
        : []),
      ...(back
        ? []
        : [
            breach(
              target,
              's3.BucketReplicationConfig',
              `towards ${from.name} is missing: what is written here never comes back`,
              `add a BucketReplicationConfig of this bucket to ${from.name}`,
            ),
          ]),
    ];
  });
}

function versions(graph: ResourceGraph, bucket: Resource): readonly Finding[] {
  const { on, argument, given, kept } = versioningOf(graph, bucket);
  const fix = 'add BucketVersioning with status Enabled';
  if (kept) return [];
  if (isUnknown(given)) return [unknownArgument(on, argument, fix)];
  if (on !== bucket) {
    const problem = `is ${String(given ?? 'not set')}; a bucket that is copied needs Enabled`;
    return [breach(on, argument, problem, 'set it to Enabled')];
  }
  return [breach(bucket, 's3.BucketVersioning', 'is missing; a bucket that is copied needs versions', fix)];
}

/** A second configuration overwrites the first one, in turns. */
const twice = (all: readonly Copying[]): readonly Finding[] =>
  all
    .filter(({ from }, index) => from !== undefined && all.findIndex((other) => other.from === from) !== index)
    .map(({ config, from }) =>
      breach(
        config,
        'bucket',
        `is ${from?.name ?? ''}, which has a configuration already`,
        'write both rules into one configuration',
      ),
    );
