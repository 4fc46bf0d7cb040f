import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isSet, isUnreadable, textAt, valueAt, valuesAt } from '../../graph/value.ts';
import type { Evidence } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import { keyAbroad, keyElsewhere } from './keys.ts';
import { BUCKET_REPLICATION, BUCKET_VERSIONING, BUCKETS } from './types.ts';

// Which buckets are copied to which, and what keeps a rule from copying anything.

type Block = Readonly<Record<string, unknown>>;

/** An enabled rule that copies every object of a bucket. */
export interface Copying {
  readonly from: Resource;
  /** Undefined when the plan does not hold the destination. */
  readonly to: Resource | undefined;
  /** True when a time is promised. */
  readonly timed: boolean;
  readonly owner: Resource;
  /** Why nothing is copied all the same; or, where it is `open`, why that cannot be told. */
  readonly idle?: { readonly open: boolean; readonly evidence: Evidence };
}

/** Every enabled rule of a graph that copies whole buckets. */
export const copyings = (graph: ResourceGraph): readonly Copying[] => [
  ...graph.ofType(BUCKET_REPLICATION).flatMap((config) => {
    const from = graph.linked(config, 'bucket', BUCKETS)[0];
    return from ? copies(graph, from, config, 'rules') : [];
  }),
  ...graph.ofType(...BUCKETS).flatMap((bucket) => copies(graph, bucket, bucket, 'replicationConfiguration.rules')),
];

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
  return (found.length > 0 ? found : [undefined]).map((to) => {
    const idle =
      withoutVersions(graph, from) ?? (to && (withoutVersions(graph, to) ?? withoutKey(graph, owner, path, to)));
    return { from, to, timed, owner, ...(idle ? { idle } : {}) };
  });
}

/** A rule with a prefix or a tag leaves the other objects where they are. */
const isPartial = (rule: Block): boolean =>
  ['prefix', 'filter.prefix', 'filter.tag', 'filter.and', 'filter.tags'].some(
    (path) => isSet(rule, path) && valueAt(rule, path) !== '',
  );

/** Where it is written whether a bucket keeps versions, and what is said there. */
export interface Versioning {
  /** The bucket itself where no resource of its own says it. */
  readonly on: Resource;
  readonly argument: string;
  readonly given: unknown;
  readonly kept: boolean;
}

/** Whether a bucket keeps versions. S3 copies only between buckets that both do. */
export function versioningOf(graph: ResourceGraph, bucket: Resource): Versioning {
  const own = graph.ofType(...BUCKET_VERSIONING).find((one) => graph.linked(one, 'bucket', BUCKETS).includes(bucket));
  const argument = own ? 'versioningConfiguration.status' : 'versioning.enabled';
  const given = valueAt((own ?? bucket).inputs, argument);
  const kept = given === 'Enabled' || given === true || (!own && keepsVersionsItself(bucket));
  return { on: own ?? bucket, argument, given, kept };
}

function withoutVersions(graph: ResourceGraph, bucket: Resource): Copying['idle'] {
  const { on, argument, given, kept } = versioningOf(graph, bucket);
  if (kept) return undefined;
  const open = isUnreadable(given);
  const says = open
    ? `whether ${bucket.name} keeps versions is not told, and S3 copies nothing without them`
    : `${bucket.name} keeps no versions, and S3 copies nothing without them`;
  return { open, evidence: { urn: on.urn, argument, says } };
}

/** Object lock turns versions on, an older class has a list of blocks, and of a bucket that is only read the outputs tell. */
const keepsVersionsItself = ({ inputs, outputs }: Resource): boolean =>
  valueAt(inputs, 'objectLockEnabled') === true ||
  [...valuesAt(inputs, 'versionings.enabled'), ...valuesAt(outputs, 'versioning.enabled')].includes(true);

/** What arrives is encrypted with a key of the region where it arrives. */
function withoutKey(graph: ResourceGraph, owner: Resource, path: string, to: Resource): Copying['idle'] {
  const argument = `${path}.destination.encryptionConfiguration.replicaKmsKeyId`;
  const region = regionOf(graph, to);
  for (const rule of blocksAt(owner.inputs, path)) {
    const value = valueAt(rule, 'destination.encryptionConfiguration.replicaKmsKeyId');
    const from = keyAbroad(graph, { owner, path: argument, value }, region);
    if (from !== undefined && region !== undefined)
      return { open: false, evidence: { urn: owner.urn, argument, says: keyElsewhere('the copy', region, from) } };
  }
  return undefined;
}
