import * as pulumi from '@pulumi/pulumi';
import * as components from '../../../components/multicloud/index.ts';

// Every component twice in one program: with only what it needs, and with everything it takes. What belongs to one of the
// clouds is given by name here; that the clouds' own components fit is shown with the whole stack.

const ACCOUNT = '123456789012';
const ZONE = 'Z0123456789ABCDEF';
const ADDRESS = '192.0.2.10';
const REGION = 'us-east-2';
const BUCKET = { name: 'acme-objects', arn: 'arn:aws:s3:::acme-objects', region: REGION };

/** Names of the components in {@link forms}, without their form. */
export const COMPONENTS = [
  'certificate',
  'database',
  'dns',
  'identity',
  'link',
  'objects',
  'secrets',
  'signals',
] as const;

/** The program. */
export function forms(): Promise<void> {
  for (const form of ['minimal', 'everything'] as const) build(form);
  return Promise.resolve();
}

function build(form: 'minimal' | 'everything'): void {
  const all = form === 'everything';
  const domain = `${form}.acme.example`;
  const accountId = `acme-${form}`;

  new components.MultiCertificate(`certificate-${form}`, {
    domain,
    zoneId: ZONE,
    google: {
      mapName: 'entry-map',
      ownProof: pulumi.output({ name: `_proof.gcp.${domain}.`, type: 'CNAME', data: 'proof.example.' }),
    },
    listenerArns: Object.fromEntries(
      (all ? [REGION, 'us-west-2'] : [REGION]).map((region) => [
        region,
        `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:listener/app/acme/1/2`,
      ]),
    ),
  });
  new components.MultiDatabase(`database-${form}`, {
    source: { instanceName: `acme-db-${form}`, host: '10.100.0.3', databaseName: 'app' },
    target: {
      region: REGION,
      host: 'writer.acme.example',
      databaseName: 'app',
      userName: 'app',
      password: pulumi.secret('of-the-test'),
    },
    vpcId: 'vpc-1',
    subnetIds: ['subnet-1', 'subnet-2'],
    ...(all ? { instanceClass: 'dms.r6i.xlarge', running: false } : {}),
  });
  const dns = new components.MultiDns(`dns-${form}`, {
    domain,
    zoneId: ZONE,
    answers: { gcp: { addresses: [ADDRESS], weight: 70 }, aws: { addresses: [ADDRESS, '192.0.2.11'], weight: 30 } },
    ...(all ? { readyPath: '/well', ttlSeconds: 10, failures: 2 } : {}),
  });
  new components.MultiIdentity(`identity-${form}`, {
    project: 'acme-test',
    awsAccountId: ACCOUNT,
    awsRoleNames: all ? { b: 'role-b', a: 'role-a' } : { a: 'role-a' },
    accountId,
    googleAccountIds: all ? ['22', '11'] : ['11'],
    ...(all ? { audience: 'acme' } : {}),
  });
  new components.MultiLink(`link-${form}`, {
    networkId: 'projects/acme-test/global/networks/net',
    networkName: 'net',
    servicesCidr: '10.100.0.0/16',
    pairs: (all ? [REGION, 'us-west-2'] : [REGION]).map((awsRegion) => ({
      googleRegion: 'us-central1',
      awsRegion,
      vpcId: 'vpc-1',
      routeTableIds: all ? ['rtb-1', 'rtb-2'] : ['rtb-1'],
    })),
  });
  new components.MultiObjects(`objects-${form}`, {
    project: 'acme-test',
    googleBucket: 'acme-google-objects',
    awsBucket: BUCKET,
    readerAccountId: `${accountId}-copy`,
    ...(all ? { awsKeyArns: [`arn:aws:kms:${REGION}:${ACCOUNT}:key/mrk-1`] } : {}),
  });
  const places = { google: 'projects/acme-test/secrets/s', aws: { id: 's', region: REGION }, after: [] };
  new components.MultiSecrets(`secrets-${form}`, {
    places: all ? { key: places, given: places } : { key: places },
    ...(all ? { values: { given: 'told by somebody else' } } : {}),
  });
  new components.MultiSignals(`signals-${form}`, {
    checkIds: dns.checkIds,
    alertEmails: all ? ['one@acme.example', 'two@acme.example'] : ['one@acme.example'],
  });
}
