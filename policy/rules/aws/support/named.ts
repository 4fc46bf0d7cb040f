import {
  ACCELERATOR,
  ALARM,
  BALANCERS,
  BUCKETS,
  CLUSTER_INSTANCE,
  DATABASE_CLUSTER,
  ECS_SERVICE,
  GLOBAL_DATABASE,
  RECORD,
  REPOSITORY,
  SECRET,
  TABLE,
  TARGET_GROUPS,
  TASK_DEFINITION,
} from '../../../../topology/recognise/aws/types.ts';
import { shaped, type Demand, type Demands } from '../../support/demands.ts';

// What names may look like.

/** A name that is left out is made by the provider; one that is empty is neither. */
const name = (shape: RegExp, allowed: string): Demand => ({ ...shaped(shape, allowed), judgesEmpty: true });

const SHORT: Demands = {
  name: name(
    /^(?!internal-)(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
    '1 to 32 letters, digits and hyphens, without a hyphen at either end',
  ),
};
const BUCKET_NAME: Demands = {
  bucket: name(
    /^(?!.*\.\.)(?!xn--)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    '3 to 63 lower case letters, digits, dots and hyphens',
  ),
};
const IDENTIFIER = name(
  /^(?!.*--)[a-z][a-z0-9-]{0,62}(?<!-)$/,
  '1 to 63 lower case letters, digits and single hyphens, from a letter to a letter or digit',
);
const REPLICATION = name(
  /^(?!.*--)[A-Za-z][A-Za-z0-9-]{0,62}(?<!-)$/,
  '1 to 63 letters, digits and single hyphens, from a letter to a letter or digit',
);
const TASK = name(/^[A-Za-z0-9_-]{1,255}$/, '1 to 255 letters, digits, hyphens and underscores');
const IDENTITY = (most: number): Demand =>
  name(new RegExp(`^[\\w+=,.@-]{1,${most}}$`), `1 to ${most} letters, digits and _+=,.@-`);
const FILTER = name(/^[A-Za-z0-9_-]{1,128}$/, '1 to 128 letters, digits, hyphens and underscores');
const METRIC = name(/^[A-Za-z0-9_-]{1,255}$/, '1 to 255 letters, digits, hyphens and underscores');
const ALARM_NAME = name(/^.{1,255}$/, '1 to 255 characters');
const DOMAIN = name(
  /^(\*\.)?([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)+[A-Za-z0-9-]{2,63}\.?$/,
  'a domain name such as api.acme.example',
);
/** The apex of a zone may be written as an empty text. */
const HOST = shaped(
  /^(?=.{1,255}$)(@|(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})?(\.[A-Za-z0-9_-]{1,63})*\.?)$/,
  'a name of labels of at most 63 letters, digits, hyphens and underscores',
);

/** By resource type. */
export const NAMED: Readonly<Record<string, Demands>> = {
  ...Object.fromEntries([...BALANCERS, ...TARGET_GROUPS].map((type) => [type, SHORT])),
  ...Object.fromEntries(BUCKETS.map((type) => [type, BUCKET_NAME])),
  [DATABASE_CLUSTER]: { clusterIdentifier: IDENTIFIER },
  [CLUSTER_INSTANCE]: { identifier: IDENTIFIER },
  [GLOBAL_DATABASE]: {
    globalClusterIdentifier: IDENTIFIER,
    databaseName: shaped(/^[A-Za-z]\w{0,62}$/, '1 to 63 letters, digits and underscores, from a letter'),
  },
  'aws:rds/clusterParameterGroup:ClusterParameterGroup': { name: IDENTIFIER },
  'aws:rds/subnetGroup:SubnetGroup': {
    name: name(
      /^(?!default$)[a-z0-9 ._-]{1,255}$/,
      '1 to 255 lower case letters, digits, dots, hyphens and underscores',
    ),
  },
  [ECS_SERVICE]: { name: TASK },
  'aws:ecs/cluster:Cluster': { name: TASK },
  [TASK_DEFINITION]: { family: TASK },
  'aws:appautoscaling/policy:Policy': { name: name(/^.{1,256}$/, '1 to 256 characters') },
  [TABLE]: { name: name(/^[A-Za-z0-9_.-]{3,255}$/, '3 to 255 letters, digits, underscores, dots and hyphens') },
  [REPOSITORY]: {
    name: name(
      /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
      '2 to 256 lower case letters, digits, and single dots, underscores, hyphens and slashes between them',
    ),
  },
  [SECRET]: { name: name(/^[A-Za-z0-9/_+=.@-]{1,512}$/, '1 to 512 letters, digits and /_+=.@-') },
  'aws:kms/alias:Alias': {
    name: name(/^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/, 'alias/ and 1 to 250 letters, digits and /_-'),
  },
  'aws:iam/role:Role': { name: IDENTITY(64) },
  'aws:iam/policy:Policy': { name: IDENTITY(128) },
  'aws:iam/rolePolicy:RolePolicy': { name: IDENTITY(128) },
  [ALARM]: { name: ALARM_NAME, metricName: name(/^.{1,255}$/, '1 to 255 characters') },
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': { alarmName: ALARM_NAME },
  'aws:cloudwatch/dashboard:Dashboard': { dashboardName: METRIC },
  'aws:cloudwatch/logGroup:LogGroup': {
    name: name(/^[A-Za-z0-9_/.#-]{1,512}$/, '1 to 512 letters, digits and _/.#-'),
  },
  'aws:sns/topic:Topic': {
    name: name(/^[A-Za-z0-9_-]{1,256}(\.fifo)?$/, '1 to 256 letters, digits, hyphens and underscores'),
  },
  'aws:ec2/securityGroup:SecurityGroup': {
    name: name(/^(?!sg-)[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]{1,255}$/, '1 to 255 characters that do not begin with sg-'),
  },
  'aws:wafv2/webAcl:WebAcl': {
    name: FILTER,
    'rules.*.name': FILTER,
    'visibilityConfig.metricName': METRIC,
    'rules.*.visibilityConfig.metricName': METRIC,
  },
  [ACCELERATOR]: { name: name(/^(?!-)[A-Za-z0-9.-]{1,64}(?<!-)$/, '1 to 64 letters, digits, dots and hyphens') },
  'aws:acm/certificate:Certificate': { domainName: DOMAIN },
  'aws:route53/zone:Zone': { name: { ...HOST, judgesEmpty: true } },
  [RECORD]: { name: HOST, setIdentifier: shaped(/^.{1,128}$/, '1 to 128 characters') },
  'aws:dms/endpoint:Endpoint': { endpointId: REPLICATION },
  'aws:dms/replicationInstance:ReplicationInstance': { replicationInstanceId: REPLICATION },
  'aws:dms/replicationTask:ReplicationTask': { replicationTaskId: REPLICATION },
  'aws:dms/replicationSubnetGroup:ReplicationSubnetGroup': {
    replicationSubnetGroupId: name(
      /^(?!default$)[A-Za-z0-9 ._-]{1,255}$/,
      '1 to 255 letters, digits, dots, hyphens and underscores',
    ),
  },
};
