import type { Resource, ResourceGraph } from '../../../../topology/graph/graph.ts';
import { GOOGLE_ENTRIES } from '../../../../topology/recognise/aws/google.ts';
import { ACCELERATOR, BALANCERS, ELASTIC_IP } from '../../../../topology/recognise/aws/types.ts';
import { isAlias, recordSets } from '../../aws/support/records.ts';
import { cloudOf } from '../../support/clouds.ts';

/** One record of a set, with the clouds that it answers with. */
export interface Answer {
  readonly record: Resource;
  readonly clouds: ReadonlySet<'gcp' | 'aws'>;
}

const ENTRIES = [...GOOGLE_ENTRIES, ...BALANCERS, ACCELERATOR, ELASTIC_IP];

/** Record sets with a routing policy of which some record answers with Google's entry. */
export const joinedSets = (graph: ResourceGraph): readonly (readonly Answer[])[] =>
  recordSets(graph)
    .map((set) => set.map((record) => ({ record, clouds: cloudsOf(graph, record) })))
    .filter((answers) => answers.some(({ clouds }) => clouds.has('gcp')));

function cloudsOf(graph: ResourceGraph, record: Resource): ReadonlySet<'gcp' | 'aws'> {
  const entries = graph.linked(record, isAlias(record) ? 'aliases.name' : 'records', ENTRIES);
  return new Set(entries.flatMap((entry) => cloudOf(entry) ?? []));
}
