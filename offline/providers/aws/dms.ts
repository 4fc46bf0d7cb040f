import type { Description } from '../kit/description.ts';
import { isArn, isJson, byMeaning, arn } from './common.ts';
import { matches, oneOf, range, type Rule } from '../kit/rules.ts';
import { hex } from '../kit/random.ts';
import { textOf } from '../kit/values.ts';
import { SECURITY_GROUP, SUBNET } from './types.ts';

const INSTANCE = 'aws:dms/replicationInstance:ReplicationInstance';
const ENDPOINT = 'aws:dms/endpoint:Endpoint';
const SUBNET_GROUP = 'aws:dms/replicationSubnetGroup:ReplicationSubnetGroup';

const identifier = (pattern: string): Rule =>
  matches(
    pattern,
    /^(?!.*--)[A-Za-z][0-9A-Za-z-]{0,254}(?<!-)$/,
    'letters, digits and single hyphens, starting with a letter',
  );

const replicationInstance: Description = {
  type: INSTANCE,
  check: [identifier('replicationInstanceId'), range('allocatedStorage', 5, 6144), isArn('kmsKeyArn')],
  computed: [
    'allocatedStorage',
    'autoMinorVersionUpgrade',
    'availabilityZone',
    'engineVersion',
    'kmsKeyArn',
    'multiAz',
    'networkType',
    'preferredMaintenanceWindow',
    'publiclyAccessible',
    'replicationSubnetGroupId',
    'vpcSecurityGroupIds',
  ],
  replaces: [
    'availabilityZone',
    'dnsNameServers',
    'kmsKeyArn',
    'publiclyAccessible',
    'replicationInstanceId',
    'replicationSubnetGroupId',
  ],
  unordered: ['vpcSecurityGroupIds'],
  references: { replicationSubnetGroupId: [SUBNET_GROUP], 'vpcSecurityGroupIds[]': [SECURITY_GROUP] },
  holds: ['replicationSubnetGroupId', 'vpcSecurityGroupIds[]'],
  aliases: (state) => [state['replicationInstanceArn']],
  id: ({ inputs }) => textOf(inputs['replicationInstanceId']) ?? '',
  outputs: (situation) => ({ replicationInstanceArn: arn('dms', situation, `rep:${hex(26).toUpperCase()}`) }),
};

const endpoint: Description = {
  type: ENDPOINT,
  check: [
    identifier('endpointId'),
    oneOf('endpointType', ['source', 'target']),
    oneOf('sslMode', ['none', 'require', 'verify-ca', 'verify-full']),
    isArn('secretsManagerArn'),
    isArn('secretsManagerAccessRoleArn'),
  ],
  computed: ['certificateArn', 'extraConnectionAttributes', 'kmsKeyArn', 'sslMode'],
  replaces: ['endpointId', 'kmsKeyArn'],
  secrets: ['password'],
  aliases: (state) => [state['endpointArn']],
  id: ({ inputs }) => textOf(inputs['endpointId']) ?? '',
  outputs: (situation) => ({ endpointArn: arn('dms', situation, `endpoint:${hex(26).toUpperCase()}`) }),
};

const replicationTask: Description = {
  type: 'aws:dms/replicationTask:ReplicationTask',
  check: [
    identifier('replicationTaskId'),
    oneOf('migrationType', ['full-load', 'cdc', 'full-load-and-cdc']),
    isJson('replicationTaskSettings'),
    isJson('tableMappings'),
    ...['replicationInstanceArn', 'sourceEndpointArn', 'targetEndpointArn'].map(isArn),
  ],
  computed: ['cdcStartPosition', 'replicationTaskSettings'],
  replaces: ['replicationTaskId', 'sourceEndpointArn', 'targetEndpointArn', 'resourceIdentifier'],
  normal: { replicationTaskSettings: byMeaning, tableMappings: byMeaning },
  references: { replicationInstanceArn: [INSTANCE], sourceEndpointArn: [ENDPOINT], targetEndpointArn: [ENDPOINT] },
  holds: ['replicationInstanceArn', 'sourceEndpointArn', 'targetEndpointArn'],
  id: ({ inputs }) => textOf(inputs['replicationTaskId']) ?? '',
  outputs: (situation) => ({
    replicationTaskArn: arn('dms', situation, `task:${hex(26).toUpperCase()}`),
    status: 'ready',
  }),
};

const replicationSubnetGroup: Description = {
  type: SUBNET_GROUP,
  check: [identifier('replicationSubnetGroupId')],
  replaces: ['replicationSubnetGroupId'],
  unordered: ['subnetIds'],
  references: { 'subnetIds[]': [SUBNET] },
  holds: ['subnetIds[]'],
  id: ({ inputs }) => textOf(inputs['replicationSubnetGroupId']) ?? '',
  outputs: (situation, id) => ({ replicationSubnetGroupArn: arn('dms', situation, `subgrp:${id}`), vpcId: '' }),
};

/** Database migration: what carries changes from one database to another. */
export const dms = [replicationInstance, endpoint, replicationTask, replicationSubnetGroup];
