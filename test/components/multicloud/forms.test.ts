import { beforeAll, describe, expect, test } from 'vitest';
import { inputsIn, testForms } from '../../support/components.ts';
import { changing, newStack, type Step, type TestStack } from '../../support/engine.ts';
import { COMPONENTS, forms } from './forms.ts';

let stack: TestStack;
let created: Step[];

beforeAll(async () => {
  stack = await newStack('multi-forms', { 'gcp:project': 'acme-test', 'aws:region': 'us-east-2' });
  created = await stack.up(forms);
}, 120_000);

const inputs = (type: string, name: string): Record<string, unknown> => inputsIn(created, type, name);

const all = (type: string): Step[] => created.filter((step) => step.type.endsWith(`:${type}`));

const statement = (text: unknown): { Condition: { StringEquals: Record<string, unknown> } } =>
  (JSON.parse(String(text)) as { Statement: [{ Condition: { StringEquals: Record<string, unknown> } }] }).Statement[0];

testForms({ components: COMPONENTS, created: () => created, below: 'tandem:index:Multi' });

describe('all of them', () => {
  test('changes nothing on the second run', async () => {
    expect(changing(await stack.preview(forms)).map(({ op, urn }) => `${op} ${urn}`)).toEqual([]);
  }, 60_000);
});

describe('the name of the whole', () => {
  test('is asked at the address under its own name, every 10 s', () => {
    expect(inputs('HealthCheck', 'dns-minimal-check-gcp')).toMatchObject({
      type: 'HTTPS',
      ipAddress: '192.0.2.10',
      fqdn: 'minimal.acme.example',
      requestInterval: 10,
      failureThreshold: 3,
      resourcePath: '/ready',
    });
    expect(inputs('HealthCheck', 'dns-everything-check-aws')).toMatchObject({
      failureThreshold: 2,
      resourcePath: '/well',
    });
  });

  test.each(['minimal', 'everything'])('is answered by both clouds, alike but for weight and address (%s)', (form) => {
    const [google, aws] = ['gcp', 'aws'].map((cloud) => inputs('Record', `dns-${form}-record-${cloud}`));
    expect([google?.['setIdentifier'], aws?.['setIdentifier']]).toEqual(['gcp', 'aws']);
    expect(google?.['weightedRoutingPolicies']).toMatchObject([{ weight: 70 }]);
    expect(aws?.['weightedRoutingPolicies']).toMatchObject([{ weight: 30 }]);
    expect(google?.['ttl']).toBe(form === 'minimal' ? 30 : 10);
    for (const same of ['name', 'type', 'ttl', 'zoneId']) expect(google?.[same]).toEqual(aws?.[same]);
    expect(google?.['healthCheckId']).not.toBe(aws?.['healthCheckId']);
  });

  test('is watched where Route 53 counts', () => {
    const regions = [...all('MetricAlarm'), ...all('Topic')].map(({ inputs: each }) => each['region']);
    expect(regions).toHaveLength(4 + 2);
    expect(new Set(regions)).toEqual(new Set(['us-east-1']));
  });
});

describe('identity without keys', () => {
  test('lets in the named roles of one account and no other', () => {
    const provider = inputs('WorkloadIdentityPoolProvider', 'identity-everything-provider');
    expect(provider['aws']).toMatchObject({ accountId: '123456789012' });
    expect(provider['attributeCondition']).toBe("attribute.role in ['role-a', 'role-b']");
  });

  test('names a subject without the part of a session that makes it too long on Fargate', () => {
    expect(inputs('WorkloadIdentityPoolProvider', 'identity-minimal-provider')['attributeMapping']).toMatchObject({
      'google.subject': "assertion.account + '/' + assertion.arn.extract('assumed-role/{role}/')",
    });
  });

  test.each([
    ['identity-minimal-role', ['11'], 'aws:123456789012'],
    ['identity-everything-role', ['11', '22'], 'acme'],
  ])('trusts accounts of Google by number, not by audience alone (%s)', (role, ids, audience) => {
    expect(statement(inputs('Role', role)['assumeRolePolicy']).Condition.StringEquals).toEqual({
      'accounts.google.com:sub': ids,
      'accounts.google.com:aud': ids,
      'accounts.google.com:oaud': audience,
    });
  });

  test('lets the transfer service in by its number', () => {
    const { StringEquals } = statement(inputs('Role', 'objects-minimal-read')['assumeRolePolicy']).Condition;
    expect(StringEquals['accounts.google.com:sub']).toEqual([expect.stringMatching(/^\d+$/)]);
  });
});

describe('what is carried', () => {
  test('is told apart by its first part, so that nothing is carried back', () => {
    const job = inputs('TransferJob', 'objects-minimal-from-aws')['transferSpec'] as Record<string, unknown>;
    const task = inputs('Task', 'objects-minimal-from-google');
    expect(job['objectConditions']).toMatchObject({ includePrefixes: ['aws/'] });
    expect(task['includes']).toMatchObject({ value: '/gcp/*' });
  });

  test('deletes nothing on the other side', () => {
    const job = inputs('TransferJob', 'objects-everything-from-aws')['transferSpec'] as Record<string, unknown>;
    expect(job['transferOptions']).toMatchObject({ deleteObjectsUniqueInSink: false });
    expect(inputs('Task', 'objects-everything-from-google')['options']).toMatchObject({
      preserveDeletedFiles: 'PRESERVE',
    });
  });

  test('is the same secret in both stores', () => {
    const value = (type: string, name: string, property: string) => inputs(type, name)[property];
    expect(value('SecretVersion', 'secrets-minimal-key-gcp', 'secretData')).toEqual(
      value('SecretVersion', 'secrets-minimal-key-aws', 'secretString'),
    );
  });

  test('runs while the other cloud takes the writes, and stands still when it does not', () => {
    expect(inputs('ReplicationTask', 'database-minimal-changes')['startReplicationTask']).toBe(true);
    expect(inputs('ReplicationTask', 'database-everything-changes')['startReplicationTask']).toBe(false);
  });
});

describe('the link', () => {
  test('has four tunnels for each pair, to as many addresses', () => {
    expect(all('VPNTunnel').filter(({ name }) => name.startsWith('link-minimal'))).toHaveLength(4);
    expect(all('VPNTunnel').filter(({ name }) => name.startsWith('link-everything'))).toHaveLength(8);
    const { interfaces } = inputs('ExternalVpnGateway', 'link-minimal-us-east-2-peer') as {
      interfaces: { id: number; ipAddress: string }[];
    };
    expect(interfaces.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
  });

  test('spreads the tunnels over both interfaces of the gateway', () => {
    const sides = all('VPNTunnel')
      .filter(({ name }) => name.startsWith('link-minimal'))
      .map(({ inputs: each }) => [each['vpnGatewayInterface'], each['peerExternalGatewayInterface']]);
    expect(sides.sort()).toEqual([
      [0, 0],
      [0, 1],
      [1, 2],
      [1, 3],
    ]);
  });

  test('tells AWS of the databases, which no subnet holds', () => {
    expect(inputs('Router', 'link-minimal-us-east-2-router')['bgp']).toMatchObject({
      advertiseMode: 'CUSTOM',
      advertisedIpRanges: [{ range: '10.100.0.0/16' }],
    });
  });
});
