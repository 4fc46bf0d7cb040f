import type { Description } from '../../kit/description.ts';
import { atMostOne, conflicts } from '../../kit/rules.ts';
import { hashOf, hex } from '../../kit/random.ts';
import { arn, protectedBy, regionOf } from '../common.ts';
import { SECURITY_GROUP, SUBNET } from '../types.ts';

const instance: Description = {
  type: 'aws:ec2/instance:Instance',
  check: [conflicts('userData', 'userDataBase64'), atMostOne('placementGroup', 'placementGroupId')],
  remove: [protectedBy('disableApiTermination')],
  computed: [
    'ami',
    'associatePublicIpAddress',
    'availabilityZone',
    'capacityReservationSpecification',
    'cpuOptions',
    'disableApiStop',
    'disableApiTermination',
    'ebsBlockDevices',
    'ebsOptimized',
    'enablePrimaryIpv6',
    'enclaveOptions',
    'ephemeralBlockDevices',
    'hostId',
    'hostResourceGroupArn',
    'iamInstanceProfile',
    'instanceInitiatedShutdownBehavior',
    'instanceMarketOptions',
    'instanceType',
    'ipv6AddressCount',
    'ipv6Addresses',
    'keyName',
    'maintenanceOptions',
    'metadataOptions',
    'monitoring',
    'networkInterfaces',
    'placementGroup',
    'placementGroupId',
    'placementPartitionNumber',
    'primaryNetworkInterface',
    'privateDnsNameOptions',
    'privateIp',
    'rootBlockDevice',
    'secondaryPrivateIps',
    'securityGroups',
    'subnetId',
    'tenancy',
    'userData',
    'userDataBase64',
    'vpcSecurityGroupIds',
  ],
  replaces: [
    'ami',
    'availabilityZone',
    'ephemeralBlockDevices',
    'keyName',
    'placementGroup',
    'privateIp',
    'subnetId',
    'tenancy',
  ],
  replacesWhen: {
    userData: (_change, { inputs }) => inputs['userDataReplaceOnChange'] === true,
    userDataBase64: (_change, { inputs }) => inputs['userDataReplaceOnChange'] === true,
  },
  unordered: ['vpcSecurityGroupIds'],
  references: { subnetId: [SUBNET], 'vpcSecurityGroupIds[]': [SECURITY_GROUP] },
  holds: ['subnetId', 'vpcSecurityGroupIds[]'],
  id: () => `i-${hex(17)}`,
  outputs: (situation, id) => ({
    arn: arn('ec2', situation, `instance/${id}`),
    availabilityZone:
      situation.cloud.named(situation.inputs['subnetId'], SUBNET)?.state['availabilityZone'] ??
      `${regionOf(situation)}a`,
    instanceState: 'running',
    privateIp: `10.0.0.${(parseInt(hashOf(id, 3), 36) % 250) + 2}`,
    primaryNetworkInterfaceId: `eni-${hex(17)}`,
  }),
};

/** Single instances. */
export const ec2Instances = [instance];
