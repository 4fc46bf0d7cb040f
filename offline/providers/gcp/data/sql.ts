import type { Description } from '../../kit/description.ts';
import type { Situation } from '../../kit/situation.ts';
import { alphanumeric, hashOf } from '../../kit/random.ts';
import { atLeastOne, atMostOne, matches, oneOf, range, refused, requires, when, within } from '../../kit/rules.ts';
import { isSet, objectOf, textOf, type Values } from '../../kit/values.ts';
import { lastPart, named, nameOf, projectOf, protectedBy, regionOf } from '../common.ts';
import {
  backedUp,
  defaultEdition,
  designatedReplicaExists,
  isPromotion,
  isReplica,
  isSwitchover,
  logRetention,
  peered,
  promotionIsComplete,
  settingsOf,
  tierOfEdition,
} from './sqlRules.ts';
import { DATABASE_INSTANCE, NETWORK } from '../types.ts';

const VERSIONS =
  /^(POSTGRES_(9_6|1[0-8])|MYSQL_(5_6|5_7|8_0(_\d+)?|8_4)|SQLSERVER_20(17|19|22|25)_(STANDARD|ENTERPRISE|EXPRESS|WEB))$/;

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
    matches(
      'settings.ipConfiguration.privateNetwork',
      /projects\/[^/]+\/global\/networks\/[^/]+$/,
      'a network link `projects/P/global/networks/N`',
    ),
    oneOf('settings.ipConfiguration.sslMode', [
      'ALLOW_UNENCRYPTED_AND_ENCRYPTED',
      'ENCRYPTED_ONLY',
      'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
    ]),
    oneOf('settings.ipConfiguration.serverCaMode', [
      'GOOGLE_MANAGED_INTERNAL_CA',
      'GOOGLE_MANAGED_CAS_CA',
      'CUSTOMER_MANAGED_CAS_CA',
    ]),
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
      within(
        'settings.backupConfiguration',
        when(
          ({ pointInTimeRecoveryEnabled }) => pointInTimeRecoveryEnabled === true,
          refused('pointInTimeRecoveryEnabled', 'is only for PostgreSQL and SQL Server: use binaryLogEnabled'),
        ),
      ),
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
        ? [
            {
              path: 'settings.deletionProtectionEnabled',
              reason: 'is true: set it to false and update before deleting or replacing',
            },
          ]
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
    'settings.diskSize': ({ before, after }, { inputs }) =>
      Number(after) < Number(before) && settingsOf(inputs)['diskAutoresize'] === false,
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
  const hasEndpoint =
    privateIp !== '' && (settingsOf(inputs)['edition'] ?? defaultEdition(inputs)) === 'ENTERPRISE_PLUS';
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
    serverCaCerts: [
      { cert: '-----BEGIN CERTIFICATE-----', commonName: 'C=US,O=Google', sha1Fingerprint: hashOf(id, 40) },
    ],
    replicaNames: [],
    replicationCluster: { drReplica: false, psaWriteEndpoint: hasEndpoint ? endpoint : '' },
    region,
    settings: { version: 1 },
  };
}

const database: Description = {
  type: 'gcp:sql/database:Database',
  autoname: named,
  computed: ['charset', 'collation'],
  replaces: ['name', 'instance'],
  normal: { instance: (value) => lastPart(value) ?? value },
  references: { instance: [DATABASE_INSTANCE] },
  id: (situation) =>
    `projects/${projectOf(situation)}/instances/${lastPart(situation.inputs['instance'])}/databases/${nameOf(situation)}`,
  outputs: (_situation, id) => ({
    selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/${id}`,
    charset: 'UTF8',
    collation: 'en_US.UTF8',
  }),
};

const user: Description = {
  type: 'gcp:sql/user:User',
  autoname: named,
  check: [
    atMostOne('password', 'passwordWo'),
    requires('passwordWo', 'passwordWoVersion'),
    requires('passwordWoVersion', 'passwordWo'),
  ],
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
