import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import {
  CACHE_GROUP,
  DATABASE_CLUSTER,
  DATABASE_INSTANCE,
  GLOBAL_DATABASE,
} from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { notTrue } from '../support/values.ts';
import { DATABASE_ENCRYPTION } from './support/sources.ts';

const PARAMETERS = 'aws:rds/clusterParameterGroup:ClusterParameterGroup';
const ENDPOINT = 'aws:dms/endpoint:Endpoint';

/** Flags of each type. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  [DATABASE_CLUSTER]: ['storageEncrypted'],
  [GLOBAL_DATABASE]: ['storageEncrypted'],
  [DATABASE_INSTANCE]: ['storageEncrypted'],
  [CACHE_GROUP]: ['atRestEncryptionEnabled', 'transitEncryptionEnabled'],
};

export const storesAreEncrypted = resourceRule({
  id: 'tandem-aws-039-stores-are-encrypted',
  title: 'Stores are encrypted, and so is the way to them',
  what: 'Databases and caches encrypt what they keep, caches and replication endpoints encrypt connections, and no parameter group switches TLS of the database off.',
  why: 'Encryption of a database cannot be added later: it needs a new one. A replica of an unencrypted primary is unencrypted too.',
  source: DATABASE_ENCRYPTION,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set storageEncrypted to true with a key of the region, from the first create.',
  example: 'storageEncrypted: true, kmsKeyId: key.arn',
  types: [...Object.keys(FLAGS), PARAMETERS, ENDPOINT],
  judge: (resource) => {
    if (resource.type === PARAMETERS) return forced(resource);
    if (resource.type === ENDPOINT) return connection(resource);
    // A copy takes this from what it copies.
    const copies = ['replicateSourceDb', 'sourceDbClusterIdentifier', 'globalReplicationGroupId'].some((argument) =>
      isSet(resource.inputs, argument),
    );
    if (copies) return [];
    return (FLAGS[resource.type] ?? []).flatMap((flag) => notTrue(resource, flag, 'so it is in plain text'));
  },
});

function forced(group: Resource): readonly Finding[] {
  const list = 'parameters';
  if (isUnknown(valueAt(group.inputs, list))) return [unknownArgument(group, list, 'give the parameters as a list')];
  return blocksAt(group.inputs, list).flatMap((parameter, index): readonly Finding[] => {
    const name = textAt(parameter, 'name');
    const argument = `${list}[${index}].value`;
    if (name !== 'rds.force_ssl' && name !== 'require_secure_transport') return [];
    const value = valueAt(parameter, 'value');
    if (isUnknown(value)) return [unknownArgument(group, argument, 'write 1 out')];
    if (['1', 'ON', 'on', 'true'].includes(String(value))) return [];
    return [
      breach(group, argument, `is ${String(value)}, so ${name} lets plain connections in; allowed is 1`, 'set it to 1'),
    ];
  });
}

function connection(endpoint: Resource): readonly Finding[] {
  const mode = valueAt(endpoint.inputs, 'sslMode');
  const engine = textAt(endpoint.inputs, 'engineName') ?? '';
  if (!/postgres|mysql|aurora|mariadb/.test(engine)) return [];
  if (isUnknown(mode)) return [unknownArgument(endpoint, 'sslMode', "set sslMode to 'require'")];
  if (typeof mode === 'string' && mode !== 'none' && mode !== '') return [];
  return [
    breach(
      endpoint,
      'sslMode',
      'is none, so rows cross the network in plain text',
      "set sslMode to 'require' or stricter",
    ),
  ];
}
