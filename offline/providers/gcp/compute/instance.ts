import type { Description } from '../../kit/description.ts';
import { oneOf } from '../../kit/rules.ts';
import { digits, hashOf } from '../../kit/random.ts';
import { listOf, objectOf, type Values } from '../../kit/values.ts';
import { byPath, gceName, named, protectedBy, zonalResource } from '../common.ts';
import { INSTANCE_GROUP, NETWORK, SUBNETWORK } from '../types.ts';

const instance: Description = {
  type: 'gcp:compute/instance:Instance',
  ...zonalResource('instances'),
  autoname: named,
  defaults: { 'bootDisk.autoDelete': true, 'bootDisk.mode': 'READ_WRITE' },
  check: [gceName, oneOf('desiredStatus', ['RUNNING', 'TERMINATED', 'SUSPENDED'])],
  remove: [protectedBy('deletionProtection')],
  computed: [
    'bootDisk.deviceName',
    'bootDisk.diskEncryptionKeyRaw',
    'bootDisk.initializeParams',
    'bootDisk.source',
    'confidentialInstanceConfig',
    'guestAccelerators',
    'networkInterfaces[].name',
    'networkInterfaces[].network',
    'networkInterfaces[].networkIp',
    'networkInterfaces[].stackType',
    'networkInterfaces[].subnetwork',
    'networkInterfaces[].subnetworkProject',
    'reservationAffinity',
    'scheduling',
    'shieldedInstanceConfig',
  ],
  replaces: [
    'name',
    'zone',
    'bootDisk',
    'canIpForward',
    'hostname',
    'metadataStartupScript',
    'networkInterfaces[].network',
  ],
  normal: { 'networkInterfaces[].network': byPath, 'networkInterfaces[].subnetwork': byPath },
  references: { 'networkInterfaces[].network': [NETWORK], 'networkInterfaces[].subnetwork': [SUBNETWORK] },
  holds: ['networkInterfaces[].subnetwork'],
  outputs: ({ inputs }, id): Values => ({
    currentStatus: 'RUNNING',
    instanceId: digits(19),
    networkInterfaces: listOf(inputs['networkInterfaces']).map((item, index) => ({
      name: `nic${index}`,
      networkIp: objectOf(item)['networkIp'] ?? `10.128.0.${(parseInt(hashOf(id, 3), 36) % 250) + 2}`,
    })),
  }),
};

const instanceGroup: Description = {
  type: INSTANCE_GROUP,
  ...zonalResource('instanceGroups'),
  autoname: named,
  check: [gceName],
  computed: ['instances', 'network'],
  replaces: ['name', 'zone', 'description', 'network'],
  unordered: ['instances'],
  normal: { network: byPath },
  outputs: ({ inputs }) => ({ size: listOf(inputs['instances']).length }),
};

/** Single instances and groups of them that nobody manages. */
export const singleInstances = [instance, instanceGroup];
