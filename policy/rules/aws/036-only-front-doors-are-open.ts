import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, numberAt, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isFilledIn } from '../support/filled.ts';
import { SECURITY_GROUPS } from './support/sources.ts';

const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
const INGRESS = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const RULE = 'aws:ec2/securityGroupRule:SecurityGroupRule';

/** Where a block or a resource names addresses. */
const RANGES = ['cidrBlocks', 'ipv6CidrBlocks', 'cidrIpv4', 'cidrIpv6'];
const EVERYBODY = ['0.0.0.0/0', '::/0'];

const TYPES = [GROUP, INGRESS, RULE];

export const onlyFrontDoorsAreOpen = graphRule({
  id: 'tandem-aws-036-only-front-doors-are-open',
  title: 'Only the ports of the entry are open to everybody',
  what: 'A security group lets everybody in on single ports that the pack allows (80 and 443), and on no others.',
  why: 'A database, a task or an administration port that everybody reaches is found within minutes.',
  source: SECURITY_GROUPS,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Name the security group of the load balancer in place of 0.0.0.0/0.',
  example:
    'new SecurityGroupIngressRule(name, { securityGroupId, referencedSecurityGroupId: balancer.id, fromPort: 8080, toPort: 8080, ipProtocol: "tcp" })',
  types: TYPES,
  settings: { ports: { description: 'Ports that may be open to everybody.', default: ['80', '443'] } },
  judge: (graph, { ports }) =>
    graph.ofType(...TYPES).flatMap((resource): readonly Finding[] => {
      if (resource.type === RULE && textAt(resource.inputs, 'type') === 'egress') return [];
      if (resource.type !== GROUP) return judge(resource, resource.inputs, '', ports);
      if (isUnknown(valueAt(resource.inputs, 'ingress')))
        return [unknownArgument(resource, 'ingress', 'give the rules as a list')];
      return blocksAt(resource.inputs, 'ingress').flatMap((block, index) =>
        judge(resource, block, `ingress[${index}].`, ports),
      );
    }),
});

function judge(resource: Resource, block: unknown, at: string, ports: readonly string[]): readonly Finding[] {
  return RANGES.flatMap((argument): readonly Finding[] => {
    const values = valuesAt(block, argument);
    const fix = 'name the security group that may come in, or open one allowed port only';
    if (values.some(isUnknown)) {
      // The range of a network of this program is not everybody.
      return isFilledIn(resource, `${at}${argument}`)
        ? []
        : [unknownArgument(resource, `${at}${argument}`, 'write the range out')];
    }
    if (!values.some((value) => EVERYBODY.includes(String(value)))) return [];
    const [from, to] = [numberAt(block, 'fromPort'), numberAt(block, 'toPort')];
    if (from !== undefined && from === to && ports.includes(String(from))) return [];
    const open = from === undefined ? 'all ports' : from === to ? `port ${from}` : `ports ${from} to ${String(to)}`;
    return [
      breach(
        resource,
        `${at}${argument}`,
        `lets everybody in on ${open}; allowed are single ports of ${ports.join(', ')}`,
        fix,
      ),
    ];
  });
}
