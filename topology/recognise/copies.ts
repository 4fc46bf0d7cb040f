import { recoveryPoint, writableElsewhere } from '../arithmetic/recovery.ts';
import type { Resource, ResourceGraph } from '../graph/graph.ts';
import { isSet, textAt, valueAt } from '../graph/value.ts';
import type { Copy, Store } from '../model/model.ts';

// What carries the contents of one store to another that knows nothing of it: a database of another cloud, a bucket there.

const REPLICATION_TASK = 'aws:dms/replicationTask:ReplicationTask';
const TRANSFER_JOB = 'gcp:storage/transferJob:TransferJob';
const DATASYNC_TASK = 'aws:datasync/task:Task';

/** Copies that run by themselves, from store to store. */
export function recogniseCopies(graph: ResourceGraph, stores: readonly Store[]): readonly Copy[] {
  const storeOf = (resources: readonly Resource[]): Store | undefined =>
    stores.find(({ urn, members }) =>
      resources.some((resource) => resource.urn === urn || members.some((member) => member.urn === resource.urn)),
    );
  const between = (
    carrier: Resource,
    from: readonly Resource[],
    to: readonly Resource[],
    rest: Pick<Copy, 'rpo' | 'seconds'> & { argument: string; says: string },
  ): readonly Copy[] => {
    const [source, target] = [storeOf(from), storeOf(to)];
    if (!source || !target || source === target) return [];
    const { argument, says, ...times } = rest;
    return [{ from: source.urn, to: target.urn, ...times, evidence: [{ urn: carrier.urn, argument, says }] }];
  };
  /** What the resources named by an argument name in turn. */
  const through = (owner: Resource, path: string, inner: string): readonly Resource[] =>
    graph.linked(owner, path).flatMap((next) => graph.linked(next, inner));

  const databases = graph
    .ofType(REPLICATION_TASK)
    .filter(({ inputs }) => valueAt(inputs, 'startReplicationTask') === true && carriesChanges(inputs))
    .flatMap((task) =>
      between(
        task,
        through(task, 'sourceEndpointArn', 'serverName'),
        through(task, 'targetEndpointArn', 'serverName'),
        {
          rpo: recoveryPoint('logical'),
          seconds: writableElsewhere,
          argument: 'migrationType',
          says: 'carries changes of rows one way; changes of the schema and sequences are left to a person',
        },
      ),
    );
  const toGoogle = graph
    .ofType(TRANSFER_JOB)
    .filter(({ inputs }) => (textAt(inputs, 'status') ?? 'ENABLED') === 'ENABLED')
    .flatMap((job) =>
      between(
        job,
        graph.linked(job, 'transferSpec.awsS3DataSource.bucketName'),
        graph.linked(job, 'transferSpec.gcsDataSink.bucketName'),
        scheduled('schedule.repeatInterval', secondsOf(textAt(job.inputs, 'schedule.repeatInterval'))),
      ),
    );
  const toAws = graph
    .ofType(DATASYNC_TASK)
    .filter(({ inputs }) => isSet(inputs, 'schedule'))
    .flatMap((task) =>
      between(
        task,
        through(task, 'sourceLocationArn', 'bucketName'),
        through(task, 'destinationLocationArn', 's3BucketArn'),
        scheduled(
          'schedule.scheduleExpression',
          secondsOfExpression(textAt(task.inputs, 'schedule.scheduleExpression')),
        ),
      ),
    );
  return [...databases, ...toGoogle, ...toAws];
}

const carriesChanges = (inputs: Resource['inputs']): boolean =>
  ['cdc', 'full-load-and-cdc'].includes(textAt(inputs, 'migrationType') ?? '');

const DAY_SECONDS = 86_400;

/** What came just after one run waits for the next, which may take as long as there is between two. */
function scheduled(argument: string, everySeconds: number) {
  return {
    rpo: { best: 0, expected: everySeconds / 2, worst: 2 * everySeconds },
    seconds: { best: 0, expected: 0, worst: 0 },
    argument,
    says: `carries new objects every ${everySeconds} s; deletions stay where they are made`,
  };
}

/** `3600s`; a job without an interval runs once a day. */
const secondsOf = (interval: string | undefined): number => Number(/^(\d+)s$/.exec(interval ?? '')?.[1] ?? DAY_SECONDS);

const UNIT_SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: DAY_SECONDS };

/** `rate(2 hours)` or `cron(0 * * * ? *)`; of the latter only what runs every hour is told from what runs less often. */
function secondsOfExpression(expression: string | undefined): number {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression ?? '') ?? [];
  if (count !== undefined) return Number(count) * (UNIT_SECONDS[unit] ?? DAY_SECONDS);
  return /^cron\(\S+ \* \* /.test(expression ?? '') ? 3600 : DAY_SECONDS;
}
