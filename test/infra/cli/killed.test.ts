import { cpSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { resourcesIn } from '../../support/folder.ts';
import { Checkout, ended, until } from './checkout.ts';

// An update that is killed half-way leaves resources that the state does not know: the engine had no time to write down
// that they were made. The next run has to find its way; what has a made-up name is made again, and the first stays behind.

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
/** Resources in the cloud; the password lives in the state only. */
const RESOURCES = 17;

describe('an update that is killed', () => {
  const checkout = new Checkout();
  const cloud = checkout.path('.tandem/cloud');
  const stateFile = '.tandem/state/.pulumi/stacks/tandem/local.json';
  const environment = [
    `${process.execPath} infra/cli/main.ts env local`,
    'echo unset PULUMI_OPTION_POLICY_PACK PULUMI_OPTION_POLICY_PACK_CONFIG',
    // As tandem starts the engine.
    `echo 'export NODE_OPTIONS="--require ${checkout.path('infra/late.cjs')}"'`,
  ];
  const plain = (command: string) => `. ./environment.sh && ${command}`;
  const update = 'pulumi up --stack local --yes --skip-preview --non-interactive';

  test(`at ${ROUNDS} random points converges on the next run each time`, { timeout: 240_000 }, async () => {
    const random = draws(20_250_806);
    checkout.write('infra/program.ts', program);
    await checkout.shell(`{ ${environment.join('; ')}; } > environment.sh`);
    cpSync(checkout.path('.tandem/state'), checkout.path('new-state'), { recursive: true });
    for (let round = 0; round < ROUNDS; round++) {
      for (const old of ['.tandem/state', '.tandem/cloud'])
        rmSync(checkout.path(old), { recursive: true, force: true });
      cpSync(checkout.path('new-state'), checkout.path('.tandem/state'), { recursive: true });
      // The cloud loses its answers from one creation on, so no machine is too busy to be killed in time.
      const point = 1 + Math.floor(random.next().value * RESOURCES);
      const run = ended(checkout.spawn(plain(`TANDEM_FAULT=lose-create:${point} exec ${update}`)));
      await until(() => resourcesIn(cloud) >= point);
      await sleep(random.next().value * 250);
      for (const pid of checkout.lockOwners()) process.kill(pid, 'SIGKILL');
      expect((await run).code, 'the update ended before it was killed').not.toBe(0);
      expect(made(checkout.read(stateFile))).toBeLessThan(resourcesIn(cloud));

      const next = await checkout.shell(plain(`pulumi cancel local --yes && ${update}`));
      expect(next.code, next.stdout + next.stderr).toBe(0);
      expect(made(checkout.read(stateFile))).toBe(RESOURCES);
    }
  });
});

/** Resources in the cloud that a state knows. */
function made(state: string): number {
  const { checkpoint } = JSON.parse(state) as {
    checkpoint: { latest: { resources: { custom: boolean; type: string }[] } };
  };
  return checkpoint.latest.resources.filter(({ custom, type }) => custom && type.startsWith('gcp:')).length;
}
