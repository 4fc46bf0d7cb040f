import type { Description } from '../kit/description.ts';
import { atMostOne, each, exactlyOne, length, matches, oneOf, rejects, required, when, within } from '../kit/rules.ts';
import { digits } from '../kit/random.ts';
import { known, textOf } from '../kit/values.ts';
import { bindingId, byPath, isIamMember, lastPart, named, nameOf, projectOf } from './common.ts';
import { GLOBAL_ADDRESS, NETWORK, SERVICE_ACCOUNT } from './types.ts';

const MANAGED_ZONE = 'gcp:dns/managedZone:ManagedZone';
const POOL = 'gcp:iam/workloadIdentityPool:WorkloadIdentityPool';

const account: Description = {
  type: SERVICE_ACCOUNT,
  autoname: { property: 'accountId', maximum: 30 },
  check: [
    matches('accountId', /^(?=.{6,30}$)[a-z]([-a-z0-9]*[a-z0-9])$/, '6 to 30 lower-case letters, digits and hyphens'),
    length('description', 0, 256),
  ],
  replaces: ['accountId'],
  aliases: (state) => [state['accountId'], state['email'], state['member']],
  id: (situation) =>
    `projects/${projectOf(situation)}/serviceAccounts/${textOf(situation.inputs['accountId'])}@${projectOf(situation)}.iam.gserviceaccount.com`,
  planned: ({ inputs }) => ({
    email: known`${inputs['accountId']}@${inputs['project']}.iam.gserviceaccount.com`,
    member: known`serviceAccount:${inputs['accountId']}@${inputs['project']}.iam.gserviceaccount.com`,
  }),
  outputs: (_situation, id) => ({ name: id, uniqueId: digits(21) }),
};

const accountIamMember: Description = {
  type: 'gcp:serviceaccount/iAMMember:IAMMember',
  idempotent: true,
  check: [isIamMember('member')],
  replaces: ['*'],
  references: { serviceAccountId: [SERVICE_ACCOUNT] },
  id: (situation) => bindingId(textOf(situation.inputs['serviceAccountId']) ?? '', situation),
};

const projectIamMember: Description = {
  type: 'gcp:projects/iAMMember:IAMMember',
  idempotent: true,
  check: [isIamMember('member')],
  replaces: ['*'],
  deletesFirst: true,
  id: (situation) => bindingId(projectOf(situation), situation),
};

const projectIamBinding: Description = {
  type: 'gcp:projects/iAMBinding:IAMBinding',
  idempotent: true,
  check: [isIamMember('members[]')],
  replaces: ['project', 'role', 'condition'],
  unordered: ['members'],
  deletesFirst: true,
  id: (situation) => `${projectOf(situation)}/${textOf(situation.inputs['role'])}`,
};

const projectService: Description = {
  type: 'gcp:projects/service:Service',
  idempotent: true,
  check: [
    matches('service', /\./, 'a service such as `run.googleapis.com`'),
    rejects(
      'service',
      /^bigquery-json\.googleapis\.com$/,
      'bigquery-json.googleapis.com is not a service: use bigquery.googleapis.com',
    ),
  ],
  replaces: ['service'],
  id: (situation) => `${projectOf(situation)}/${textOf(situation.inputs['service'])}`,
};

const connection: Description = {
  type: 'gcp:servicenetworking/connection:Connection',
  replaces: ['network', 'service'],
  unordered: ['reservedPeeringRanges'],
  normal: { network: byPath },
  references: { network: [NETWORK], 'reservedPeeringRanges[]': [GLOBAL_ADDRESS] },
  holds: ['network', 'reservedPeeringRanges[]'],
  id: ({ inputs }) => `${encodeURIComponent(textOf(inputs['network']) ?? '')}:${textOf(inputs['service'])}`,
  outputs: () => ({ peering: 'servicenetworking-googleapis-com' }),
};

const managedZone: Description = {
  type: MANAGED_ZONE,
  autoname: named,
  defaults: { description: 'Managed by Pulumi', visibility: 'public' },
  check: [
    oneOf('visibility', ['public', 'private']),
    each('description', (value) => (value === '' ? 'must not be empty' : undefined)),
    oneOf('dnssecConfig.state', ['off', 'on', 'transfer']),
    oneOf('dnssecConfig.nonExistence', ['nsec', 'nsec3']),
  ],
  apply: [
    matches('dnsName', /\.$/, 'a DNS name that ends with a dot'),
    matches('name', /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a name of lower-case letters, digits and hyphens'),
  ],
  computed: ['dnssecConfig', 'cloudLoggingConfig'],
  replaces: ['name', 'dnsName', 'visibility', 'reverseLookup'],
  replacesOnCount: ['serviceDirectoryConfig'],
  id: (situation) => `projects/${projectOf(situation)}/managedZones/${nameOf(situation)}`,
  outputs: () => ({
    managedZoneId: digits(19),
    nameServers: ['a1', 'a2', 'a3', 'a4'].map((server) => `ns-cloud-${server}.googledomains.com.`),
  }),
};

const recordSet: Description = {
  type: 'gcp:dns/recordSet:RecordSet',
  check: [
    matches('name', /\.$/, 'a DNS name that ends with a dot'),
    exactlyOne('rrdatas', 'routingPolicy'),
    within(
      'routingPolicy',
      exactlyOne('wrrs', 'geos', 'primaryBackup'),
      when(
        ({ enableGeoFencing }) => enableGeoFencing !== undefined,
        atMostOne('enableGeoFencing', 'wrrs'),
        atMostOne('enableGeoFencing', 'primaryBackup'),
      ),
    ),
    within('routingPolicy.primaryBackup', required('primary'), required('backupGeos')),
  ],
  replaces: ['name', 'managedZone', 'routingPolicy.healthCheck'],
  unordered: ['rrdatas'],
  references: { managedZone: [MANAGED_ZONE] },
  holds: ['managedZone'],
  id: (situation) => {
    const { name, type, managedZone: zone } = situation.inputs;
    return `projects/${projectOf(situation)}/managedZones/${lastPart(zone)}/rrsets/${textOf(name)}/${textOf(type)}`;
  },
};

const identityPool: Description = {
  type: POOL,
  check: [
    matches(
      'workloadIdentityPoolId',
      /^(?!gcp-)[a-z0-9-]{4,32}$/,
      '4 to 32 lower-case letters, digits and hyphens, not starting with gcp-',
    ),
  ],
  computed: ['mode'],
  replaces: ['workloadIdentityPoolId', 'mode'],
  id: (situation) =>
    `projects/${projectOf(situation)}/locations/global/workloadIdentityPools/${textOf(situation.inputs['workloadIdentityPoolId'])}`,
  aliases: (state) => [state['workloadIdentityPoolId']],
  outputs: (_situation, id) => ({ name: id }),
};

const identityPoolProvider: Description = {
  type: 'gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider',
  check: [
    exactlyOne('aws', 'oidc', 'saml', 'x509'),
    matches(
      'workloadIdentityPoolProviderId',
      /^(?!gcp-)[a-z0-9-]{4,32}$/,
      '4 to 32 lower-case letters, digits and hyphens, not starting with gcp-',
    ),
  ],
  computed: ['attributeMapping'],
  replaces: ['workloadIdentityPoolId', 'workloadIdentityPoolProviderId'],
  references: { workloadIdentityPoolId: [POOL] },
  holds: ['workloadIdentityPoolId'],
  id: (situation) => {
    const { workloadIdentityPoolId: pool, workloadIdentityPoolProviderId: provider } = situation.inputs;
    return `projects/${projectOf(situation)}/locations/global/workloadIdentityPools/${textOf(pool)}/providers/${textOf(provider)}`;
  },
  outputs: (_situation, id) => ({ name: id }),
};

/** Accounts, permissions, enabled services, name resolution and service networking. */
export const identity = [
  account,
  accountIamMember,
  projectIamMember,
  projectIamBinding,
  projectService,
  connection,
  managedZone,
  recordSet,
  identityPool,
  identityPoolProvider,
];
