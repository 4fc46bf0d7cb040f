import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { SUBNETS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { rangeOf } from '../support/cidr.ts';
import { isFilledIn } from '../support/filled.ts';
import { NAT_GATEWAYS } from './support/sources.ts';

const VPC = 'aws:ec2/vpc:Vpc';

export const networksFit = graphRule({
  id: 'tandem-aws-055-networks-fit',
  title: 'Address ranges fit into each other',
  what: 'Ranges of networks and subnets exist and are /16 to /28, subnets are inside their network, and neither subnets of one network nor networks of two regions overlap.',
  why: 'The API refuses the first ones in the middle of an apply. Networks that overlap can never be joined, and the two regions share a database.',
  source: NAT_GATEWAYS,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Give each region a /16 of its own and each subnet a part of it.',
  example: "new Vpc('west', { region: 'us-west-2', cidrBlock: '10.1.0.0/16' })",
  types: [VPC, ...SUBNETS],
  judge: (graph) => {
    const networks = graph.ofType(VPC);
    return [
      ...[...networks, ...graph.ofType(...SUBNETS)].flatMap(shape),
      ...overlaps(networks, 'another network of the program'),
      ...networks.flatMap((network) => inside(graph, network)),
    ];
  },
});

function shape(resource: Resource): readonly Finding[] {
  const value = valueAt(resource.inputs, 'cidrBlock');
  const fix = 'write a range such as 10.0.0.0/16';
  if (value === undefined || value === null) return [];
  if (isUnknown(value)) {
    // A range from address management, or one that is computed from the network, is known after an apply.
    return isFilledIn(resource, 'cidrBlock') ? [] : [unknownArgument(resource, 'cidrBlock', fix)];
  }
  const length = Number(String(value).split('/')[1]);
  const range = rangeOf(String(value));
  if (range && length >= 16 && length <= 28 && startsAt(String(value)) === range.first) return [];
  return [
    breach(
      resource,
      'cidrBlock',
      `is ${String(value)}; allowed is an IPv4 range from /16 to /28 that begins at its first address`,
      fix,
    ),
  ];
}

const startsAt = (text: string): number | undefined => rangeOf(text.split('/')[0] ?? '')?.first;

function overlaps(resources: readonly Resource[], what: string): readonly Finding[] {
  const ranges = resources.map(({ inputs }) => rangeOf(textAt(inputs, 'cidrBlock') ?? ''));
  return resources.flatMap((resource, index): readonly Finding[] => {
    const own = ranges[index];
    const other =
      own &&
      ranges.findIndex(
        (range, at) => at < index && range !== undefined && range.first <= own.last && own.first <= range.last,
      );
    if (!own || other === undefined || other < 0) return [];
    return [
      breach(
        resource,
        'cidrBlock',
        `is ${textAt(resource.inputs, 'cidrBlock') ?? ''}, which overlaps ${resources[other]?.name ?? what}`,
        'choose a range of its own',
      ),
    ];
  });
}

function inside(graph: ResourceGraph, network: Resource): readonly Finding[] {
  const outer = rangeOf(textAt(network.inputs, 'cidrBlock') ?? '');
  const subnets = graph.ofType(...SUBNETS).filter((subnet) => graph.linked(subnet, 'vpcId', [VPC]).includes(network));
  const beyond = subnets.filter((subnet) => {
    const range = rangeOf(textAt(subnet.inputs, 'cidrBlock') ?? '');
    return outer && range && (range.first < outer.first || range.last > outer.last);
  });
  return [
    ...beyond.map((subnet) =>
      breach(
        subnet,
        'cidrBlock',
        `is ${textAt(subnet.inputs, 'cidrBlock') ?? ''}; allowed is a part of ${textAt(network.inputs, 'cidrBlock') ?? ''}`,
        `choose a range inside ${network.name}`,
      ),
    ),
    ...overlaps(subnets, 'another subnet'),
  ];
}
