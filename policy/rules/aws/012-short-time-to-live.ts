import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { RECORD } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isAlias, recordSets } from './support/records.ts';
import { RECORD_VALUES } from './support/sources.ts';

export const shortTimeToLive = graphRule({
  id: 'tandem-aws-012-short-time-to-live',
  title: 'Clients ask again soon',
  what: 'Records with a routing policy live 60 s at most, and all of one set equally long.',
  why: 'What a health check found reaches a client only when its copy of the answer has run out. The API refuses unequal times in a weighted set.',
  source: RECORD_VALUES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set ttl to 60 or less on every record of the set.',
  example: 'ttl: 60',
  types: [RECORD],
  settings: {
    seconds: { description: 'Longest time to live of a record with a routing policy, in seconds.', default: 60 },
  },
  judge: (graph: ResourceGraph, { seconds }) =>
    recordSets(graph).flatMap((set) => {
      const plain = set.filter((record) => !isAlias(record));
      return [...plain.flatMap((record) => judge(record, seconds)), ...unequal(plain)];
    }),
});

function judge(record: Resource, seconds: number): readonly Finding[] {
  const fix = `set ttl to ${seconds} or less`;
  if (isUnknown(valueAt(record.inputs, 'ttl'))) return [unknownArgument(record, 'ttl', fix)];
  const ttl = numberAt(record.inputs, 'ttl');
  if (ttl === undefined) return [breach(record, 'ttl', 'is not set; a record without an alias needs one', fix)];
  return ttl <= seconds ? [] : [breach(record, 'ttl', `is ${ttl} s; allowed are ${seconds} s at most`, fix)];
}

function unequal([first, ...others]: readonly Resource[]): readonly Finding[] {
  const wanted = numberAt(first?.inputs, 'ttl');
  if (first === undefined || wanted === undefined) return [];
  return others.flatMap((record) => {
    const ttl = numberAt(record.inputs, 'ttl');
    if (ttl === undefined || ttl === wanted) return [];
    const problem = `is ${ttl} s while ${first.name} of the same set has ${wanted} s; allowed is the same`;
    return [breach(record, 'ttl', problem, `set ttl to ${wanted}`)];
  });
}
