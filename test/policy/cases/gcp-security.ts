import { change, draft, relink, UNKNOWN_VALUE as id, type Draft } from '../../support/graph.ts';
import { instancesPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);
const ipConfiguration = 'settings.ipConfiguration';
const envs = 'template.containers.0.envs';
const env = (index: number, value: unknown) => set('run-us-east1', `${envs}.${index}.value`, value);
const variable = (name: string, value: unknown) => set('run-us-east1', envs, [{ name, value }]);
const envArgument = (index: number) => `template.containers[0].envs[${index}].value`;
const grant = (inputs: Readonly<Record<string, unknown>>, members: readonly string[] = []): readonly Draft[] => [
  ...runPlan,
  draft('gcp:projects/iAMMember:IAMMember', 'grant', { project: 'acme', ...inputs }, { links: { member: members } }),
];
const ALL_TYPES = ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map((logType) => ({ logType }));
const AUDIT = 'gcp:projects/iAMAuditConfig:IAMAuditConfig';
const audit = (...auditLogConfigs: readonly Readonly<Record<string, unknown>>[]): readonly Draft[] => [
  draft(AUDIT, 'audit', { service: 'allServices', auditLogConfigs }),
];
const audits = (services: readonly string[]): readonly Draft[] =>
  services.map((service, index) => draft(AUDIT, `audit-${index}`, { service, auditLogConfigs: ALL_TYPES }));
const logBucket = (retentionDays: number): readonly Draft[] => [
  draft('gcp:logging/projectBucketConfig:ProjectBucketConfig', 'logs', { bucketId: '_Default', retentionDays }),
];
const sink = (filter: string): readonly Draft[] => [
  draft('gcp:logging/projectSink:ProjectSink', 'sink', { exclusions: [{ name: 'noise', filter }] }),
];
const POOL = 'principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci';
const provider = (inputs: Readonly<Record<string, unknown>>): readonly Draft[] => [
  draft('gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider', 'ci', inputs),
];
const GITHUB = { issuerUri: 'https://token.actions.githubusercontent.com' };
const exclusion = (inputs: Readonly<Record<string, unknown>>): readonly Draft[] => [
  draft('gcp:logging/projectExclusion:ProjectExclusion', 'noise', inputs),
];
const channel = (inputs: Readonly<Record<string, unknown>>): readonly Draft[] => [
  draft('gcp:monitoring/notificationChannel:NotificationChannel', 'channel', inputs),
];
const redis = (inputs: Readonly<Record<string, unknown>>): readonly Draft[] => [
  draft('gcp:redis/instance:Instance', 'cache', inputs),
];

export const securityCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-035-database-is-private': {
    pass: [
      holds('private', runPlan),
      holds(
        'a few known networks',
        set('db-primary', `${ipConfiguration}.authorizedNetworks`, [{ value: '203.0.113.7/32' }]),
      ),
    ],
    fail: [
      broken(
        'public',
        set('db-primary', `${ipConfiguration}.ipv4Enabled`, true),
        'db-primary',
        `${ipConfiguration}.ipv4Enabled`,
        /is true/,
      ),
      broken(
        'default',
        set('db-replica', `${ipConfiguration}.ipv4Enabled`, undefined),
        'db-replica',
        `${ipConfiguration}.ipv4Enabled`,
        /is not set/,
      ),
      broken(
        'open to all',
        set('db-primary', `${ipConfiguration}.authorizedNetworks`, [{ value: '0.0.0.0/0' }]),
        'db-primary',
        `${ipConfiguration}.authorizedNetworks[0].value`,
      ),
    ],
    unknown: [
      broken(
        'computed',
        set('db-primary', `${ipConfiguration}.ipv4Enabled`, id),
        'db-primary',
        `${ipConfiguration}.ipv4Enabled`,
      ),
    ],
  },
  'tandem-gcp-036-instances-have-no-public-address': {
    pass: [
      holds('none', instancesPlan),
      holds('an empty list', change(instancesPlan, 'template', 'networkInterfaces.0.accessConfigs', [])),
    ],
    fail: [
      broken(
        'an ephemeral one',
        change(instancesPlan, 'template', 'networkInterfaces.0.accessConfigs', [{}]),
        'template',
        'networkInterfaces[0].accessConfigs',
      ),
      broken(
        'IPv6',
        change(instancesPlan, 'template', 'networkInterfaces.0.ipv6AccessConfigs', [{ networkTier: 'PREMIUM' }]),
        'template',
        'networkInterfaces[0].ipv6AccessConfigs',
      ),
    ],
    unknown: [
      broken('computed', change(instancesPlan, 'template', 'networkInterfaces', id), 'template', 'networkInterfaces'),
    ],
  },
  'tandem-gcp-037-least-privilege': {
    pass: [
      holds('own accounts, narrow grants', runPlan),
      holds(
        'a narrow role on the project',
        grant({ role: 'roles/monitoring.metricWriter', member: id }, ['account-us-east1']),
      ),
      holds('an administrator who is a person', grant({ role: 'roles/cloudsql.admin', member: 'group:dba@acme.test' })),
    ],
    fail: [
      broken('editor', grant({ role: 'roles/editor', member: 'user:a@acme.test' }), 'grant', 'role'),
      broken(
        'owner of one bucket',
        [
          draft('gcp:storage/bucketIAMMember:BucketIAMMember', 'grant', {
            role: 'roles/owner',
            member: 'user:a@acme.test',
          }),
        ],
        'grant',
        'role',
      ),
      broken(
        'an account as administrator',
        grant({ role: 'roles/storage.admin', member: 'serviceAccount:x@acme.iam.gserviceaccount.com' }),
        'grant',
        'role',
      ),
      broken(
        'an account of this program as administrator',
        grant({ role: 'roles/secretmanager.admin', member: id }, ['account-us-east1']),
        'grant',
        'role',
      ),
      broken(
        'the default account',
        set('run-us-east1', 'template.serviceAccount', undefined),
        'run-us-east1',
        'template.serviceAccount',
      ),
      broken(
        'the default account by name',
        set('run-us-east1', 'template.serviceAccount', '1-compute@developer.gserviceaccount.com'),
        'run-us-east1',
        'template.serviceAccount',
      ),
    ],
    unknown: [
      broken('computed role', grant({ role: id, member: 'user:a@acme.test' }), 'grant', 'role'),
      broken(
        'an account from nowhere',
        relink(runPlan, 'run-us-east1', 'template', []),
        'run-us-east1',
        'template.serviceAccount',
      ),
    ],
  },
  'tandem-gcp-038-no-anonymous-access': {
    pass: [
      holds('the invoker behind the entry', runPlan),
      holds('one repository', grant({ role: 'roles/viewer', member: `${POOL}/attribute.repository/acme/site` })),
      holds(
        'a shared issuer with a condition',
        provider({ oidc: GITHUB, attributeCondition: "assertion.repository_owner=='acme'" }),
      ),
      holds('an issuer of their own', provider({ oidc: { issuerUri: 'https://login.acme.test' } })),
      holds('an account of this program', grant({ role: 'roles/run.viewer', member: id }, ['account-us-east1'])),
    ],
    fail: [
      broken(
        'everybody',
        grant({ role: 'roles/viewer', member: 'allUsers' }),
        'grant',
        'member',
        /is allUsers: everybody/,
      ),
      broken(
        'a whole pool',
        grant({ role: 'roles/viewer', member: `${POOL}/*` }),
        'grant',
        'member',
        /everybody of the/,
      ),
      broken('a shared issuer without a condition', provider({ oidc: GITHUB }), 'ci', 'attributeCondition'),
      broken(
        'everybody with an account',
        grant({ role: 'roles/viewer', member: 'allAuthenticatedUsers' }),
        'grant',
        'member',
      ),
      broken(
        'in a list',
        [
          draft('gcp:storage/bucketIAMBinding:BucketIAMBinding', 'grant', {
            role: 'roles/storage.objectViewer',
            members: ['user:a@acme.test', 'allUsers'],
          }),
        ],
        'grant',
        'members',
      ),
      broken(
        'the invoker of an open service',
        set('run-us-east1', 'ingress', 'INGRESS_TRAFFIC_ALL'),
        'invoker-us-east1',
        'member',
      ),
      broken(
        'an access list',
        [draft('gcp:storage/bucketAccessControl:BucketAccessControl', 'list', { entity: 'allUsers', role: 'READER' })],
        'list',
        'entity',
      ),
    ],
    unknown: [broken('a member from nowhere', grant({ role: 'roles/viewer', member: id }), 'grant', 'member')],
  },
  'tandem-gcp-039-connections-are-encrypted': {
    pass: [
      holds('encrypted only', runPlan),
      holds(
        'client certificates',
        set('db-primary', `${ipConfiguration}.sslMode`, 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED'),
      ),
      holds('an encrypted cache', redis({ transitEncryptionMode: 'SERVER_AUTHENTICATION' })),
    ],
    fail: [
      broken(
        'plain text allowed',
        set('db-primary', `${ipConfiguration}.sslMode`, 'ALLOW_UNENCRYPTED_AND_ENCRYPTED'),
        'db-primary',
        `${ipConfiguration}.sslMode`,
      ),
      broken(
        'default',
        set('db-replica', `${ipConfiguration}.sslMode`, undefined),
        'db-replica',
        `${ipConfiguration}.sslMode`,
        /is not set/,
      ),
      broken('a cache in plain text', redis({ memorySizeGb: 1 }), 'cache', 'transitEncryptionMode'),
    ],
    unknown: [
      broken(
        'computed',
        set('db-primary', `${ipConfiguration}.sslMode`, id),
        'db-primary',
        `${ipConfiguration}.sslMode`,
      ),
    ],
  },
  'tandem-gcp-040-no-plain-secrets': {
    pass: [
      holds('by reference', runPlan),
      holds('names that only sound like secrets', variable('TOKEN_URL', 'https://login.acme.test/token')),
      holds('where a secret lies', variable('SECRET_NAME', 'projects/acme/secrets/x')),
      holds('an empty value', variable('API_KEY', '')),
      holds('a secret that the plan hides', channel({ labels: { auth_token: '[secret]' } })),
      holds('the name of a secret', channel({ userLabels: { secret: 'projects/acme/secrets/x' } })),
    ],
    fail: [
      broken('in the environment', variable('DB_PASSWORD', 'hunter2'), 'run-us-east1', envArgument(0), /DB_PASSWORD/),
      broken('a secret value in the environment', env(0, '[secret]'), 'run-us-east1', envArgument(0), /console shows/),
      broken('a key of a map', channel({ labels: { auth_token: 'hunter2' } }), 'channel', 'labels.auth_token'),
      broken(
        'a header',
        channel({ labels: { Authorization: 'Basic aHVudGVyMg==' } }),
        'channel',
        'labels.Authorization',
      ),
      broken(
        'an argument called so',
        channel({ sensitiveLabels: { password: 'hunter2' } }),
        'channel',
        'sensitiveLabels.password',
      ),
      broken(
        'a key anywhere',
        set('armor', 'description', 'AKIAIOSFODNN7EXAMPLE'),
        'armor',
        'description',
        /an AWS access key/,
      ),
      broken(
        'a password in an address',
        variable('DATABASE_URL', 'postgres://app:hunter2@db/app'),
        'run-us-east1',
        envArgument(0),
        /a password inside an address/,
      ),
      broken(
        'a private key',
        change(instancesPlan, 'template', 'metadata', { tls: '-----BEGIN RSA PRIVATE KEY-----\nMIIE' }),
        'template',
        'metadata.tls',
      ),
      broken(
        'a version in plain text',
        set('password-version', 'secretData', 'hunter2'),
        'password-version',
        'secretData',
      ),
      broken(
        'a user in plain text',
        [draft('gcp:sql/user:User', 'app', { instance: 'db', password: 'hunter2' })],
        'app',
        'password',
      ),
    ],
    unknown: [
      broken('computed variables', set('run-us-east1', envs, id), 'run-us-east1', 'template.containers[0].envs'),
    ],
  },
  'tandem-gcp-041-buckets-are-private': {
    pass: [holds('both', runPlan)],
    fail: [
      broken('access lists', set('data', 'uniformBucketLevelAccess', false), 'data', 'uniformBucketLevelAccess'),
      broken('inherited', set('data', 'publicAccessPrevention', 'inherited'), 'data', 'publicAccessPrevention'),
      broken(
        'default',
        set('data', 'publicAccessPrevention', undefined),
        'data',
        'publicAccessPrevention',
        /is not set/,
      ),
    ],
    unknown: [broken('computed', set('data', 'publicAccessPrevention', id), 'data', 'publicAccessPrevention')],
  },
  'tandem-gcp-042-audit-logs-are-whole': {
    pass: [
      holds('nobody exempt', audit(...ALL_TYPES)),
      holds('each service that keeps data', [
        ...audits(['secretmanager.googleapis.com', 'storage.googleapis.com']),
        draft('gcp:secretmanager/secret:Secret', 'secret', {}),
      ]),
      holds('logs kept for long', logBucket(400)),
      holds('a sink that leaves out noise', sink('logName="projects/p/logs/noise"')),
      holds('another log excluded', exclusion({ filter: 'logName="projects/p/logs/noise"' })),
      holds(
        'everything but audit logs excluded',
        exclusion({ filter: 'severity<INFO AND NOT logName:"cloudaudit.googleapis.com"' }),
      ),
      holds('an exclusion that is off', exclusion({ filter: 'logName:"cloudaudit.googleapis.com"', disabled: true })),
    ],
    fail: [
      broken(
        'one exempt',
        audit({ logType: 'DATA_READ', exemptedMembers: ['user:a@acme.test'] }),
        'audit',
        'auditLogConfigs[0].exemptedMembers',
      ),
      broken(
        'reads left out',
        audit({ logType: 'DATA_WRITE' }),
        'audit',
        'auditLogConfigs',
        /lacks ADMIN_READ, DATA_READ/,
      ),
      broken(
        'a service that keeps data left out',
        [...audits(['storage.googleapis.com']), draft('gcp:secretmanager/secret:Secret', 'secret', {})],
        'audit-0',
        'service',
        /leave out secretmanager/,
      ),
      broken('logs kept too shortly', logBucket(7), 'logs', 'retentionDays'),
      broken('a sink that drops them', sink('logName:"cloudaudit.googleapis.com"'), 'sink', 'exclusions[0].filter'),
      broken('audit logs excluded', exclusion({ filter: 'logName:"cloudaudit.googleapis.com"' }), 'noise', 'filter'),
    ],
    unknown: [
      broken(
        'computed members',
        audit({ logType: 'DATA_READ', exemptedMembers: id }),
        'audit',
        'auditLogConfigs[0].exemptedMembers',
      ),
      broken('computed filter', exclusion({ filter: id }), 'noise', 'filter'),
    ],
  },
};
