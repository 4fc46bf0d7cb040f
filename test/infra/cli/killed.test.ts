import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Checkout, ended } from './checkout.ts';

// An update that is killed half-way leaves resources that the state does not know. The next one has to find its way.

/** Some resources with names that can be taken once only, some that the engine names, and a chain of links. */
const program = `
import * as gcp from '@pulumi/gcp';
import { RandomPassword } from '@pulumi/random';
export default async function program() {
  const network = new gcp.compute.Network('net', { name: 'net', autoCreateSubnetworks: false });
  const password = new RandomPassword('password', { length: 20 });
  for (const [index, region] of ['us-central1', 'us-east4'].entries()) {
    const subnet = new gcp.compute.Subnetwork('subnet-' + region, { region, network: network.id, ipCidrRange: '10.' + index + '.0.0/20' });
    const account = new gcp.serviceaccount.Account('account-' + region, { accountId: 'svc-' + region });
    const service = new gcp.cloudrunv2.Service('run-' + region, {
      name: 'run-' + region, location: region, deletionProtection: false,
      template: { serviceAccount: account.email, containers: [{ image: 'us-docker.pkg.dev/acme/api/api:1' }],
        vpcAccess: { networkInterfaces: [{ network: network.name, subnetwork: subnet.name }] } },
    });
    new gcp.cloudrunv2.ServiceIamMember('caller-' + region, { name: service.name, location: region, role: 'roles/run.invoker', member: 'allUsers' });
    new gcp.compute.RegionNetworkEndpointGroup('neg-' + region, { region, cloudRun: { service: service.name } });
    const secret = new gcp.secretmanager.Secret('secret-' + region, { secretId: 'secret-' + region, replication: { auto: {} } });
    new gcp.secretmanager.SecretVersion('version-' + region, { secret: secret.id, secretData: password.result });
    new gcp.storage.Bucket('bucket-' + region, { name: 'acme-' + region, location: region });
  }
}
`;

/** Deterministic draws between 0 and 1: a failure can be repeated. */
function* draws(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

const ROUNDS = 10;

describe('an update that is killed', () => {
  test(`at ${ROUNDS} random points converges on the next run each time`, { timeout: 240_000 }, async () => {
    const random = draws(20_250_806);
    const checkout = new Checkout();
    checkout.write('infra/program.ts', program);
    const killed: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const run = checkout.start(['up', 'local', '--yes', '--json', '--no-policy'], {
        TANDEM_FAULT: 'slow-create:300ms',
      });
      const end = ended(run);
      while (checkout.cloudResources() === 0 && run.exitCode === null) await sleep(10);
      await sleep(random.next().value * 900);
      const [engine] = checkout.lockOwners();
      if (engine !== undefined) process.kill(engine, 'SIGKILL');
      expect((await end).code, 'the update ended before it was killed').toBe(1);
      killed.push(checkout.cloudResources());

      const next = await checkout.tandem('up local --yes --json --no-policy');
      expect(next.stderr + next.stdout).toContain('"ok": true');
      expect(next.code).toBe(0);
      const again = await checkout.tandem('preview local --json --no-policy');
      expect(Object.keys((JSON.parse(again.stdout) as { changeSummary: object }).changeSummary)).toEqual(['same']);
      expect((await checkout.tandem('destroy local --yes --json')).code).toBe(0);
      expect(checkout.cloudResources()).toBe(0);
    }
    // The points are spread over the update, and not all at one place.
    expect(new Set(killed).size).toBeGreaterThan(4);
  });
});
