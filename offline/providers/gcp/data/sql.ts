import type { ChangedResource, Description, Situation } from '../../kit/description.ts';
import { atLeastOne, atMostOne, matches, oneOf, range, refused, requires, when, within, type Rule } from '../../kit/rules.ts';
import { alphanumeric, hashOf } from '../../kit/random.ts';
import { isSet, listOf, numberOf, objectOf, textOf, type Values } from '../../kit/values.ts';
import { lastPart, named, nameOf, projectOf, protectedBy, regionOf } from '../common.ts';
import { NETWORK } from '../compute/network.ts';

export const DATABASE_INSTANCE = 'gcp:sql/databaseInstance:DatabaseInstance';
const CONNECTION = 'gcp:servicenetworking/connection:Connection';

const VERSIONS = /^(POSTGRES_(9_6|1[0-8])|MYSQL_(5_6|5_7|8_0(_\d+)?|8_4)|SQLSERVER_20(17|19|22|25)_(STANDARD|ENTERPRISE|EXPRESS|WEB))$/;

/** Parts of a replica's configuration that cannot change; the remaining one, cascadableReplica, can in a switchover. */
const FIXED_REPLICA_FIELDS = [
  'caCertificate',
  'clientCertificate',
  'clientKey',
  'connectRetryInterval',
  'dumpFilePath',
  'failoverTarget',
  'masterHeartbeatPeriod',
  'password',
  'sslCipher',
  'username',
  'verifyServerCertificate',
];

const typeOf = (values: Values): string => textOf(values['instanceType']) ?? 'CLOUD_SQL_INSTANCE';

/** A replica becomes a primary: its master and its replica configuration are cleared. */
function isPromotion({ old, inputs }: ChangedResource): boolean {
  return typeOf(old) === 'READ_REPLICA_INSTANCE' && inputs['instanceType'] === 'CLOUD_SQL_INSTANCE';
}

/** A primary becomes the replica of one of its replicas: the only change of master that keeps the instance. */
function isSwitchover({ old, inputs }: ChangedResource): boolean {
  const master = inputs['masterInstanceName'];
  return (
    typeOf(old) === 'CLOUD_SQL_INSTANCE' &&
    inputs['instanceType'] === 'READ_REPLICA_INSTANCE' &&
    isSet(inputs['replicaConfiguration']) &&
    listOf(old['replicaNames']).includes(master ?? null) &&
    !listOf(inputs['replicaNames'] ?? old['replicaNames']).includes(master ?? null)
  );
}

const promotionIsComplete: Rule = (inputs, { old }) => {
  if (old === undefined || !isPromotion({ old, inputs })) return [];
  return ['masterInstanceName', 'replicaConfiguration']
    .filter((name) => isSet(inputs[name]))
    .map((path) => ({ path, reason: 'must be removed from a replica that is promoted (instanceType CLOUD_SQL_INSTANCE)' }));
};

const settingsOf = (inputs: Values): Values => objectOf(inputs['settings']);
const isReplica = (inputs: Values): boolean => isSet(inputs['masterInstanceName']);

const backedUp: Rule = (inputs) => {
  const { availabilityType, backupConfiguration } = settingsOf(inputs);
  if (availabilityType !== 'REGIONAL' || isReplica(inputs)) return [];
  const { enabled, pointInTimeRecoveryEnabled, binaryLogEnabled } = objectOf(backupConfiguration);
  if (enabled === true && (pointInTimeRecoveryEnabled === true || binaryLogEnabled === true)) return [];
  const reason = 'REGIONAL needs backupConfiguration.enabled and pointInTimeRecoveryEnabled (binaryLogEnabled for MySQL)';
  return [{ path: 'settings.availabilityType', reason }];
};

const tierOfEdition: Rule = (inputs) => {
  const { tier, edition } = settingsOf(inputs);
  const name = textOf(tier);
  if (name === undefined) return [];
  const effective = textOf(edition) ?? defaultEdition(inputs);
  const isFast = name.startsWith('db-perf-optimized-N-');
  if (effective === 'ENTERPRISE_PLUS' && !isFast) {
    return [{ path: 'settings.tier', reason: `Invalid Tier (${name}) for ENTERPRISE_PLUS: expected db-perf-optimized-N-*` }];
  }
  return effective === 'ENTERPRISE' && isFast ? [{ path: 'settings.tier', reason: `Invalid Tier (${name}) for ENTERPRISE` }] : [];
};

const logRetention: Rule = (inputs) => {
  const { edition, backupConfiguration } = settingsOf(inputs);
  const most = (textOf(edition) ?? defaultEdition(inputs)) === 'ENTERPRISE_PLUS' ? 35 : 7;
  const days = numberOf(objectOf(backupConfiguration)['transactionLogRetentionDays']) ?? 1;
  if (days >= 1 && days <= most) return [];
  return [{ path: 'settings.backupConfiguration.transactionLogRetentionDays', reason: `expected 1 to ${most} days, got ${days}` }];
};

/** A private address needs the network's peering with Google's services first. */
const peered: Rule = (inputs, { cloud }) => {
  const link = objectOf(settingsOf(inputs)['ipConfiguration'])['privateNetwork'];
  const network = cloud.named(link, NETWORK);
  if (!cloud.knowsAll || !network) return [];
  if (cloud.all(CONNECTION).some(({ state }) => cloud.named(state['network'], NETWORK) === network)) return [];
  const reason = `${network.id} has no private services connection: create a servicenetworking Connection first and depend on it`;
  return [{ path: 'settings.ipConfiguration.privateNetwork', reason }];
};

const designatedReplicaExists: Rule = (inputs, { cloud }) => {
  const name = textOf(objectOf(inputs['replicationCluster'])['failoverDrReplicaName']);
  if (!name || !cloud.knowsAll) return [];
  const replica = cloud.named(name.split(':').at(-1), DATABASE_INSTANCE);
  if (replica) return [];
  return [{ path: 'replicationCluster.failoverDrReplicaName', reason: `${name} does not exist yet: set it once both instances exist` }];
};

const instance: Description = {
  type: DATABASE_INSTANCE,
  autoname: named,
  defaults: {
    deletionProtection: true,
    'settings.activationPolicy': 'ALWAYS',
    'settings.availabilityType': 'ZONAL',
    'settings.diskAutoresize': true,
    'settings.pricingPlan': 'PER_USE',
    'settings.ipConfiguration.ipv4Enabled': true,
  },
  check: [
    atLeastOne('settings', 'clone', 'pointInTimeRestoreContext'),
    atMostOne('rootPassword', 'rootPasswordWo'),
    within('replicaConfiguration', atLeastOne(...FIXED_REPLICA_FIELDS, 'cascadableReplica')),
    oneOf('settings.availabilityType', ['ZONAL', 'REGIONAL']),
    oneOf('settings.edition', ['ENTERPRISE', 'ENTERPRISE_PLUS']),
    oneOf('settings.activationPolicy', ['ALWAYS', 'NEVER', 'ON_DEMAND']),
    matches('settings.ipConfiguration.privateNetwork', /projects\/[^/]+\/global\/networks\/[^/]+$/, 'a network link `projects/P/global/networks/N`'),
    oneOf('settings.ipConfiguration.sslMode', ['ALLOW_UNENCRYPTED_AND_ENCRYPTED', 'ENCRYPTED_ONLY', 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED']),
    oneOf('settings.ipConfiguration.serverCaMode', ['GOOGLE_MANAGED_INTERNAL_CA', 'GOOGLE_MANAGED_CAS_CA', 'CUSTOMER_MANAGED_CAS_CA']),
    oneOf('settings.connectorEnforcement', ['NOT_REQUIRED', 'REQUIRED']),
    range('settings.maintenanceWindow.day', 1, 7),
    range('settings.maintenanceWindow.hour', 0, 23),
    range('settings.insightsConfig.queryPlansPerMinute', 0, 200),
    range('settings.insightsConfig.queryStringLength', 1, 1048576),
    range('settings.finalBackupConfig.retentionDays', 1, 36135),
    range('settings.readPoolAutoScaleConfig.minNodeCount', 1, 20),
    range('settings.readPoolAutoScaleConfig.maxNodeCount', 1, 20),
  ],
  plan: [
    promotionIsComplete,
    when(
      ({ databaseVersion }) => String(databaseVersion).startsWith('MYSQL'),
      within('settings.backupConfiguration', when(({ pointInTimeRecoveryEnabled }) => pointInTimeRecoveryEnabled === true, refused('pointInTimeRecoveryEnabled', 'is only for PostgreSQL and SQL Server: use binaryLogEnabled'))),
    ),
  ],
  apply: [
    matches('databaseVersion', VERSIONS, 'a version that Cloud SQL offers, such as POSTGRES_17'),
    matches('name', /^[a-z]([-a-z0-9]{0,96}[a-z0-9])?$/, 'a name of lower-case letters, digits and hyphens'),
    backedUp,
    tierOfEdition,
    logRetention,
    peered,
    designatedReplicaExists,
  ],
  remove: [
    protectedBy('deletionProtection'),
    (state) =>
      settingsOf(state)['deletionProtectionEnabled'] === true
        ? [{ path: 'settings.deletionProtectionEnabled', reason: 'is true: set it to false and update before deleting or replacing' }]
        : [],
  ],
  computed: [
    'databaseVersion',
    'instanceType',
    'maintenanceVersion',
    'masterInstanceName',
    'nodeCount',
    'replicaConfiguration',
    'replicaNames',
    'replicationCluster',
    'replicationCluster.drReplica',
    'replicationCluster.psaWriteEndpoint',
    'settings.backupConfiguration',
    'settings.connectorEnforcement',
    'settings.diskSize',
    'settings.diskType',
    'settings.edition',
    'settings.ipConfiguration',
    'settings.locationPreference',
    'settings.userLabels',
    'settings.version',
  ],
  replaces: [
    'name',
    'region',
    'encryptionKeyName',
    'settings.collation',
    ...FIXED_REPLICA_FIELDS.map((field) => `replicaConfiguration.${field}`),
    'masterInstanceName',
    'replicaConfiguration.cascadableReplica',
  ],
  replacesWhen: {
    masterInstanceName: (_change, resource) => !isSwitchover(resource) && !isPromotion(resource),
    'replicaConfiguration.cascadableReplica': ({ before, after }, resource) =>
      (before ?? false) !== (after ?? false) && !isSwitchover(resource) && !isPromotion(resource),
    'settings.ipConfiguration.privateNetwork': ({ after }) => after === undefined,
    'settings.diskSize': ({ before, after }, { inputs }) => Number(after) < Number(before) && settingsOf(inputs)['diskAutoresize'] === false,
  },
  normal: {
    'replicationCluster.failoverDrReplicaName': (value) => String(value).split(':').at(-1) ?? value,
    'settings.ipConfiguration.privateNetwork': (value) => String(value).replace(/^.*?(?=projects\/)/, ''),
  },
  unordered: ['settings.databaseFlags', 'replicaNames'],
  references: { masterInstanceName: [DATABASE_INSTANCE], 'settings.ipConfiguration.privateNetwork': [NETWORK] },
  holds: ['masterInstanceName', 'settings.ipConfiguration.privateNetwork'],
  secrets: ['replicaConfiguration', 'rootPassword', 'rootPasswordWo', 'serverCaCerts'],
  id: (situation) => `projects/${projectOf(situation)}/instances/${nameOf(situation)}`,
  planned: ({ inputs, old }): Values =>
    old && isPromotion({ old, inputs }) ? { masterInstanceName: '', replicaConfiguration: null } : {},
  outputs: instanceOutputs,
};

function instanceOutputs(situation: Situation, id: string): Values {
  const { inputs } = situation;
  const [project, region, name] = [projectOf(situation), regionOf(situation), nameOf(situation)];
  const { privateNetwork, ipv4Enabled } = objectOf(settingsOf(inputs)['ipConfiguration']);
  const number = parseInt(hashOf(id, 3), 36) % 250;
  const privateIp = isSet(privateNetwork) ? `10.100.${number}.3` : '';
  const publicIp = ipv4Enabled === false ? '' : `198.51.100.${number}`;
  const addresses = [
    ...(publicIp === '' ? [] : [{ ipAddress: publicIp, type: 'PRIMARY', timeToRetire: '' }]),
    ...(privateIp === '' ? [] : [{ ipAddress: privateIp, type: 'PRIVATE', timeToRetire: '' }]),
  ];
  const endpoint = `${hashOf(id, 12)}.${hashOf(project, 12)}.global.sql-psa.goog.`;
  const hasEndpoint = privateIp !== '' && (settingsOf(inputs)['edition'] ?? defaultEdition(inputs)) === 'ENTERPRISE_PLUS';
  return {
    connectionName: `${project}:${region}:${name}`,
    selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/${id}`,
    instanceType: isReplica(inputs) ? 'READ_REPLICA_INSTANCE' : 'CLOUD_SQL_INSTANCE',
    firstIpAddress: publicIp || privateIp,
    publicIpAddress: publicIp,
    privateIpAddress: privateIp,
    ipAddresses: addresses,
    dnsName: '',
    dnsNames: hasEndpoint ? [{ name: endpoint, connectionType: 'PRIVATE_SERVICES_ACCESS', dnsScope: 'CLUSTER' }] : [],
    serviceAccountEmailAddress: `p-${alphanumeric(12)}@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
    serverCaCerts: [{ cert: '-----BEGIN CERTIFICATE-----', commonName: 'C=US,O=Google', sha1Fingerprint: hashOf(id, 40) }],
    replicaNames: [],
    replicationCluster: { drReplica: false, psaWriteEndpoint: hasEndpoint ? endpoint : '' },
    region,
    settings: { version: 1 },
  };
}

/** From PostgreSQL 16 on the cloud assumes the larger edition. */
function defaultEdition(inputs: Values): string {
  const major = /^POSTGRES_(\d+)$/.exec(textOf(inputs['databaseVersion']) ?? '')?.[1];
  return Number(major ?? 0) >= 16 ? 'ENTERPRISE_PLUS' : 'ENTERPRISE';
}

const database: Description = {
  type: 'gcp:sql/database:Database',
  autoname: named,
  computed: ['charset', 'collation'],
  replaces: ['name', 'instance'],
  normal: { instance: (value) => lastPart(value) ?? value },
  references: { instance: [DATABASE_INSTANCE] },
  id: (situation) => `projects/${projectOf(situation)}/instances/${lastPart(situation.inputs['instance'])}/databases/${nameOf(situation)}`,
  outputs: (_situation, id) => ({
    selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/${id}`,
    charset: 'UTF8',
    collation: 'en_US.UTF8',
  }),
};

const user: Description = {
  type: 'gcp:sql/user:User',
  autoname: named,
  check: [atMostOne('password', 'passwordWo'), requires('passwordWo', 'passwordWoVersion'), requires('passwordWoVersion', 'passwordWo')],
  computed: ['host', 'type', 'databaseRoles'],
  replaces: ['name', 'instance', 'host', 'type'],
  normal: { type: (value) => (value === 'BUILT_IN' ? '' : value) },
  references: { instance: [DATABASE_INSTANCE] },
  secrets: ['password', 'passwordWo'],
  id: ({ inputs }) => `${textOf(inputs['name'])}/${textOf(inputs['host']) ?? ''}/${lastPart(inputs['instance'])}`,
  outputs: () => ({ host: '', iamEmail: '' }),
};

/** Cloud SQL instances with their databases and users. */
export const sql = [instance, database, user];

