import { blocksAt, isSet } from '../../../topology/graph/value.ts';
import { breach, resourceRule, unknownArgument, unknownAt } from '../../frame/rule.ts';
import { NO_EXTERNAL_ADDRESS } from './support/sources.ts';

const TYPES = [
  'gcp:compute/instanceTemplate:InstanceTemplate',
  'gcp:compute/regionInstanceTemplate:RegionInstanceTemplate',
  'gcp:compute/instance:Instance',
];
const PUBLIC = ['accessConfigs', 'ipv6AccessConfigs'];

export const instancesHaveNoPublicAddress = resourceRule({
  id: 'tandem-gcp-036-instances-have-no-public-address',
  title: 'Instances have no public address',
  what: 'Network interfaces of instances and templates have no access configuration.',
  why: 'Who reaches an instance directly bypasses the entry, its rate limits and its logs. Outgoing traffic goes through NAT.',
  source: NO_EXTERNAL_ADDRESS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Remove accessConfigs and use a RouterNat for outgoing traffic.',
  example: 'networkInterfaces: [{ network: network.id, subnetwork: subnet.id }]',
  types: TYPES,
  judge: (instance) => {
    const fix = 'remove it; outgoing traffic goes through a RouterNat';
    if (unknownAt(instance, 'networkInterfaces'))
      return [unknownArgument(instance, 'networkInterfaces', 'give the interfaces as a list')];
    return blocksAt(instance.inputs, 'networkInterfaces').flatMap((block, index) =>
      PUBLIC.filter((argument) => isSet(block, argument) && !isEmpty(block[argument])).map((argument) =>
        breach(instance, `networkInterfaces[${index}].${argument}`, 'gives the instance a public address', fix),
      ),
    );
  },
});

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
