import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import {
  ACCELERATOR,
  BALANCERS,
  BUCKET_LOGGING,
  BUCKETS,
  CONFIG_CHANNEL,
  DISTRIBUTION,
  FIREHOSE,
  FLOW_LOG,
  TRAIL,
} from './types.ts';

// Buckets that hold logs. Nothing that serves reads them back, so one of each region's own is lost with its region.

/** Arguments that name a bucket to write logs to, for plans that spell it out. */
const WRITERS: readonly (readonly [types: readonly string[], path: string])[] = [
  [BALANCERS, 'accessLogs.bucket'],
  [BALANCERS, 'connectionLogs.bucket'],
  [[ACCELERATOR], 'attributes.flowLogsS3Bucket'],
  [[DISTRIBUTION], 'loggingConfig.bucket'],
  [[FLOW_LOG], 'logDestination'],
  [[TRAIL], 's3BucketName'],
  [[CONFIG_CHANNEL], 's3BucketName'],
  [BUCKET_LOGGING, 'targetBucket'],
  [BUCKETS, 'logging.targetBucket'],
];

/** Settings of a bucket, permissions on it, and queries over it make no use of a bucket of their own. */
const ABOUT = ['aws:s3/', 'aws:s3control/', 'aws:iam/', 'aws:kms/', 'aws:glue/', 'aws:athena/'];

/** Buckets that infrastructure writes its logs to, and that nothing else of the plan names. */
export function logBuckets(graph: ResourceGraph): ReadonlySet<Resource> {
  const written = new Set(
    WRITERS.flatMap(([types, path]) => graph.ofType(...types).flatMap((writer) => graph.linked(writer, path, BUCKETS))),
  );
  const used = new Set<Resource>();
  const buckets: readonly string[] = BUCKETS;
  for (const { resource, argument, target } of references(graph)) {
    if (!buckets.includes(target.type)) continue;
    const logs = writesLogs(resource, argument) || (resource.type === FIREHOSE && carriesLogs(graph, resource));
    (logs ? written : used).add(target);
  }
  return new Set([...written].filter((bucket) => !used.has(bucket)));
}

interface Reference {
  readonly resource: Resource;
  readonly argument: string;
  readonly target: Resource;
}

const references = (graph: ResourceGraph): readonly Reference[] =>
  graph.all
    .filter(({ custom, type }) => custom && !ABOUT.some((module) => type.startsWith(module)))
    .flatMap((resource) =>
      Object.entries(resource.propertyDependencies).flatMap(([argument, urns]) =>
        urns.flatMap((urn) => {
          const target = graph.get(urn);
          return target ? [{ resource, argument, target }] : [];
        }),
      ),
    );

/** The provider calls what is about logs by that name, in the type or in the argument. */
const writesLogs = ({ type }: Resource, argument: string): boolean =>
  /Logs?(?=[A-Z]|$)|Logging|Trail$|DeliveryChannel$|ReportDefinition$/.test(type.slice(type.lastIndexOf(':') + 1)) ||
  /^logs?(?=[A-Z]|$)|Logs?(?=[A-Z]|$)|[lL]ogging/.test(argument) ||
  (type === ACCELERATOR && argument === 'attributes');

/** A stream holds what is sent to it: logs, when all that is told of it is that logs are. */
function carriesLogs(graph: ResourceGraph, stream: Resource): boolean {
  const senders = references(graph).filter(({ target }) => target === stream);
  return senders.length > 0 && senders.every(({ resource, argument }) => writesLogs(resource, argument));
}
