import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { textsIn } from '../support/blocks.ts';
import { isFilledInBy } from '../support/filled.ts';
import { firstUnknown } from '../support/values.ts';
import table from './arguments.json' with { type: 'json' };

const TYPES = Object.keys(table).filter((name) => name.startsWith('gcp:'));

export const referencesLeadSomewhere = graphRule({
  id: 'tandem-gcp-075-references-lead-somewhere',
  title: 'What a resource refers to is in the program',
  what: 'An argument that is not known before an apply gets its value from a resource of the program, and no text holds what a program writes in place of a value.',
  why: 'A value that nothing fills in stays empty, and a text made from an output without interpolate names nothing: the resource is made without its network, its account or its backends, or the apply stops there.',
  source: 'https://www.pulumi.com/docs/iac/concepts/inputs-outputs/',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Take the value from the output of the resource that is meant, or write it out.',
  example: 'network: vpc.id',
  types: TYPES,
  judge: (graph) => graph.ofType(...TYPES).flatMap((resource) => judge(graph, resource)),
});

/** What a program writes into a text in place of a value that it does not have yet. */
const SPOILT = /Calling \[to(String|JSON)\] on an \[Output|\[object Object\]|(^|[/:@])undefined($|[/:@.])/;

/** A name of its own is settled by nobody else. */
const OWN = /^name$|Names$/;

function judge(graph: ResourceGraph, resource: Resource): readonly Finding[] {
  const problem = 'is not known before an apply, and no resource of the program fills it in';
  const spoilt = textsIn(resource.inputs)
    .filter(({ text }) => SPOILT.test(text))
    .map(({ path, text }) => {
      const says = `is ${JSON.stringify(text.slice(0, 80))}, which is no value`;
      return breach(resource, path, says, 'build the text with pulumi.interpolate');
    });
  const open = Object.entries(resource.inputs).flatMap(([argument, value]): readonly Finding[] => {
    if (OWN.test(argument) || isFilledInBy(graph, resource, argument)) return [];
    const path = firstUnknown(value, argument);
    return path === undefined ? [] : [undecided(resource, path, problem, 'take it from the resource that is meant')];
  });
  return [...spoilt, ...open];
}
