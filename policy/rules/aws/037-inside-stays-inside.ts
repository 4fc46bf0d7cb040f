import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { CLUSTER_INSTANCE, DATABASE_INSTANCE, ECS_SERVICE, INSTANCE } from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument } from '../../frame/rule.ts';
import { DATABASE_PRIVATE } from './support/sources.ts';

/** The argument of each type that gives it a public address. */
const PUBLIC: Readonly<Record<string, string>> = {
  [CLUSTER_INSTANCE]: 'publiclyAccessible',
  [DATABASE_INSTANCE]: 'publiclyAccessible',
  [ECS_SERVICE]: 'networkConfiguration.assignPublicIp',
  [INSTANCE]: 'associatePublicIpAddress',
  'aws:dms/replicationInstance:ReplicationInstance': 'publiclyAccessible',
};

export const insideStaysInside = resourceRule({
  id: 'tandem-aws-037-inside-stays-inside',
  title: 'Databases and tasks have no public address',
  what: 'Databases, replication instances, tasks and virtual machines ask for no public address.',
  why: 'With a public address they are reached past the entry, its filter and its health checks.',
  source: DATABASE_PRIVATE,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Set the argument to false; what has to go out goes through a NAT gateway or an endpoint.',
  example: 'publiclyAccessible: false',
  types: Object.keys(PUBLIC),
  judge: (resource) => {
    const argument = PUBLIC[resource.type] ?? '';
    const given = valueAt(resource.inputs, argument);
    const fix = `set ${argument} to false`;
    if (isUnknown(given)) return [unknownArgument(resource, argument, fix)];
    return given === true ? [breach(resource, argument, 'is true; allowed is false', fix)] : [];
  },
});
