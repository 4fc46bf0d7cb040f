import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cloud } from '../../../offline/providers/cloud/cloud.ts';
import { Store } from '../../../offline/providers/cloud/store.ts';
import type { Values } from '../../../offline/providers/kit/values.ts';
import type { Existing } from '../../../offline/providers/protocol/provider.ts';
import { Bench } from './harness.ts';

// A subnet with a made-up name, whose range an engine that was killed had taken already.

const NETWORK = 'gcp:compute/network:Network';
const SUBNETWORK = 'gcp:compute/subnetwork:Subnetwork';
const RANGE = '10.0.0.0/20';

describe('what an engine that was killed left behind', () => {
  let folder: string;
  let network: Existing;

  /** A process of its own with the same folder. */
  const engine = (): Promise<Bench> =>
    Bench.open('gcp', { project: 'p', region: 'us-central1' }, { cloud: new Cloud(new Store(folder)) });
  const subnet = (name: string, ipCidrRange = RANGE): Values => ({
    name,
    network: network.id,
    region: 'us-central1',
    ipCidrRange,
  });
  const subnets = async (): Promise<string[]> => {
    const { cloud } = await engine();
    return cloud.all(SUBNETWORK).map(({ state }) => String(state['name']));
  };

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'offline-cloud-'));
    network = await (await engine()).create(NETWORK, { name: 'net', autoCreateSubnetworks: false });
    await (await engine()).create(SUBNETWORK, subnet('a-1111111'), 'a');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('goes when it stands in the way of the same resource', async () => {
    await (await engine()).create(SUBNETWORK, subnet('a-2222222'), 'a');
    expect(await subnets()).toEqual(['a-2222222']);
    expect(readdirSync(path.join(folder)).filter((file) => file.startsWith('Subnetwork'))).toHaveLength(1);
  });

  it('is given back where the name is the same', async () => {
    await (await engine()).create(SUBNETWORK, subnet('a-1111111'), 'a');
    expect(await subnets()).toEqual(['a-1111111']);
  });

  it('stays when it is another resource’s, or another program’s with the same name', async () => {
    const next = await engine();
    const overlaps = `${RANGE} overlaps`;
    await expect(next.create(SUBNETWORK, subnet('b-2222222'), 'b')).rejects.toThrow(overlaps);
    const foreign = { ...next.subject(SUBNETWORK, 'a'), urn: `urn:pulumi:prod::other::${SUBNETWORK}::a` };
    const make = (name: string): Promise<Existing> =>
      next.provider.create(foreign, next.checked(SUBNETWORK, subnet(name), 'a'), new Set(), () => false);
    await expect(make('a-2222222')).rejects.toThrow(overlaps);
    expect(await subnets()).toEqual(['a-1111111']);
  });

  it('stays when the problem is another one', async () => {
    const next = await engine();
    const lost = { ...subnet('a-2222222'), network: 'projects/p/global/networks/other' };
    await expect(next.create(SUBNETWORK, lost, 'a')).rejects.toThrow('does not exist');
    // Something else takes the range as well, so that its going alone would not help.
    await next.create(SUBNETWORK, subnet('c-3333333', '10.1.0.0/20'), 'c');
    await expect(next.create(SUBNETWORK, subnet('a-2222222', '10.0.0.0/15'), 'a')).rejects.toThrow('overlaps');
    expect((await subnets()).toSorted()).toEqual(['a-1111111', 'c-3333333']);
  });

  it('is no leftover when the engine has it in its state', async () => {
    const next = await engine();
    const kept = next.cloud.all(SUBNETWORK)[0]!;
    next.provider.learn(next.subject(SUBNETWORK, 'a'), kept);
    await expect(next.create(SUBNETWORK, subnet('a-2222222'), 'a')).rejects.toThrow('overlaps');
    expect(await subnets()).toEqual(['a-1111111']);
  });
});
