import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { GLOBAL_ADDRESS } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { rangeOf } from '../support/cidr.ts';
import { SUBNETS } from './support/sources.ts';
import { outside } from '../support/values.ts';

const SUBNETWORK = 'gcp:compute/subnetwork:Subnetwork';
const NETWORK = 'gcp:compute/network:Network';

interface Taken {
  readonly resource: Resource;
  readonly argument: string;
  readonly text: string;
}

export const addressRanges = graphRule({
  id: 'tandem-gcp-048-address-ranges',
  title: 'Address ranges are possible and do not overlap',
  what: 'Ranges of subnets are written from their first address and are large enough, peering ranges have a possible length, and no two ranges of one network overlap.',
  why: 'The preview lets all of these pass; the apply then fails after other resources exist.',
  source: SUBNETS,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Choose ranges that do not overlap, from /8 to /29, such as 10.0.0.0/20 and 10.1.0.0/20.',
  example: "ipCidrRange: '10.0.0.0/20'",
  types: [SUBNETWORK, GLOBAL_ADDRESS],
  judge: (graph) => [
    ...graph.ofType(SUBNETWORK).flatMap(judgeSubnet),
    ...graph.ofType(GLOBAL_ADDRESS).flatMap(judgePeering),
    ...overlaps(graph),
  ],
});

function judgeSubnet(subnet: Resource): readonly Finding[] {
  const argument = 'ipCidrRange';
  const value = valueAt(subnet.inputs, argument);
  const fix = 'write a range from its first address, with a length from /8 to /29, such as 10.0.0.0/20';
  if (value === undefined || value === null) return [];
  if (isUnknown(value)) return [unknownArgument(subnet, argument, fix)];
  const text = String(value);
  const range = rangeOf(text);
  const length = Number(text.split('/')[1] ?? 32);
  if (!range) return [breach(subnet, argument, `is ${text}, which is no IPv4 range`, fix)];
  if (length < 4 || length > 29)
    return [breach(subnet, argument, `is ${text}; allowed are lengths from /4 to /29`, fix)];
  if (rangeOf(text.split('/')[0] ?? '')?.first === range.first) return [];
  return [breach(subnet, argument, `is ${text}, which does not begin at the first address of its range`, fix)];
}

const judgePeering = (address: Resource): readonly Finding[] =>
  textAt(address.inputs, 'purpose') === 'VPC_PEERING'
    ? outside(address, 'prefixLength', { low: 8, high: 24, whole: true })
    : outside(address, 'prefixLength', { low: 8, high: 30, whole: true });

function overlaps(graph: ResourceGraph): readonly Finding[] {
  return graph.ofType(NETWORK).flatMap((network) => {
    const taken = [...graph.ofType(SUBNETWORK), ...graph.ofType(GLOBAL_ADDRESS)]
      .filter((resource) => graph.linked(resource, 'network', [NETWORK]).includes(network))
      .flatMap(rangesIn);
    return taken.flatMap((one, index) =>
      taken
        .slice(0, index)
        .filter((other) => meet(one.text, other.text))
        .map((other) =>
          breach(
            one.resource,
            one.argument,
            `is ${one.text}, which overlaps ${other.text} of ${other.resource.name}`,
            'choose a range that no other part of the network uses',
          ),
        ),
    );
  });
}

function rangesIn(resource: Resource): readonly Taken[] {
  if (resource.type === SUBNETWORK) {
    const text = textAt(resource.inputs, 'ipCidrRange');
    return text === undefined ? [] : [{ resource, argument: 'ipCidrRange', text }];
  }
  const address = textAt(resource.inputs, 'address');
  const length = numberAt(resource.inputs, 'prefixLength');
  return address === undefined || length === undefined
    ? []
    : [{ resource, argument: 'address', text: `${address}/${length}` }];
}

function meet(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}
