import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { blocksAt, textAt } from '../../../../topology/graph/value.ts';
import { BUCKET_REPLICATION, BUCKETS } from '../../../../topology/recognise/aws/types.ts';

/** A replication configuration with the buckets it connects; undefined where they are not in the plan. */
export interface Copying {
  readonly config: Resource;
  readonly from: Resource | undefined;
  readonly to: readonly Resource[];
}

/** Replication configurations that are resources of their own. */
export const copyings = (graph: ResourceGraph): readonly Copying[] =>
  graph.ofType(BUCKET_REPLICATION).map((config) => {
    const from = graph.linked(config, 'bucket', BUCKETS)[0];
    const named = blocksAt(config.inputs, 'rules').flatMap((rule) =>
      graph.named(textAt(rule, 'destination.bucket')?.replace(/^arn:[^:]+:s3:::/, ''), BUCKETS),
    );
    const linked = graph.linked(config, 'rules', BUCKETS);
    return { config, from, to: [...new Set([...named, ...linked])].filter((bucket) => bucket !== from) };
  });
