import type { Resource } from '../../../topology/graph/graph.ts';
import { isGiven, isUnknown, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { TABLE } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { valuesOn } from '../support/demands.ts';
import { isOpen } from '../support/filled.ts';
import { written } from '../support/values.ts';
import { NEEDS, type Need } from './support/needs.ts';
import { NAMES } from './support/sources.ts';

export const whatBelongsTogetherIsGiven = graphRule({
  id: 'tandem-aws-070-what-belongs-together-is-given',
  title: 'Arguments that need each other are given together',
  what: 'Of arguments that stand for each other one is given, such as the metric of an alarm, where a route leads, whom a rule of a security group is for, or what an action does; and a table declares the attributes of its keys.',
  why: 'The provider takes each of them for optional. The API refuses the resource in the middle of an apply, or makes it with a default that nobody meant.',
  source: NAMES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set one of the arguments that the message names.',
  example: "routes: [{ cidrBlock: '0.0.0.0/0', natGatewayId: gateway.id }]",
  types: Object.keys(NEEDS),
  judge: (graph) =>
    graph
      .ofType(...Object.keys(NEEDS))
      .flatMap((resource) => [
        ...(NEEDS[resource.type] ?? []).flatMap((need) => judge(resource, need)),
        ...(resource.type === TABLE ? undeclared(resource) : []),
      ]),
});

function judge(resource: Resource, { in: path, oneOf, when, why }: Need): readonly Finding[] {
  const places = path === undefined ? [{ at: '', value: resource.inputs }] : valuesOn(resource.inputs, path.split('.'));
  return places.flatMap(({ at, value }): readonly Finding[] => {
    const [first = ''] = oneOf;
    const argument = written(at === '' ? first : `${at}.${first}`);
    // What other resources fill in is there once they are.
    if (isUnknown(value))
      return isOpen(resource, at) ? [unknownArgument(resource, written(at), 'write its arguments out')] : [];
    if (typeof value !== 'object' || value === null) return [];
    if ((when && !when(value)) || oneOf.some((each) => isGiven(value, each))) return [];
    const several = oneOf.slice(0, 4).join(' or ');
    if (at !== '' && oneOf.length > 1)
      return [breach(resource, written(at), `has none of ${oneOf.join(', ')}: ${why}`, `set ${several} there`)];
    const others = oneOf.length > 1 ? `, nor is ${oneOf.slice(1, 4).join(', ')}` : '';
    return [breach(resource, argument, `is not set${others}: ${why}`, `set ${several}`)];
  });
}

/** Keys of a table and of its indexes are attributes, and no other attribute may be declared. */
function undeclared(table: Resource): readonly Finding[] {
  const { inputs } = table;
  if (isUnknown(valueAt(inputs, 'attributes'))) return [];
  const declared = valuesAt(inputs, 'attributes.name').map(String);
  const keys = ['hashKey', 'rangeKey'].flatMap((key) => {
    const name = textAt(inputs, key);
    return name === undefined ? [] : [{ key, name }];
  });
  return keys
    .filter(({ name }) => !declared.includes(name))
    .map(({ key, name }) =>
      breach(
        table,
        key,
        `is ${name}, which attributes does not declare`,
        `add { name: '${name}', type: 'S' } to attributes`,
      ),
    );
}
