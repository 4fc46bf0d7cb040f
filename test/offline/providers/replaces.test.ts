import { describe, expect, it } from 'vitest';
import type { Values } from '../../../offline/providers/kit/values.ts';
import { isPackageName } from '../../../offline/providers/packages.ts';
import { Bench } from './harness.ts';
import { aws } from './replaces/aws.ts';
import { gcp } from './replaces/gcp.ts';
import { changedInputs, type Row } from './replaces/row.ts';

const random: readonly Row[] = [
  {
    type: 'random:index/randomPassword:RandomPassword',
    inputs: { length: 20 },
    replace: [{ length: 21 }, { keepers: { day: '2' } }, { special: false }],
  },
];

const cases = [...gcp, ...aws, ...random].flatMap(({ type, inputs, replace = [], update = [], same = [] }) => [
  ...replace.map((change) => ({ type, inputs, change, kind: 'replace' })),
  ...update.map((change) => ({ type, inputs, change, kind: 'update' })),
  ...[...same, {}].map((change) => ({ type, inputs, change, kind: 'same' })),
]);

describe('a change of inputs', () => {
  it.each(cases)('$type: $change is $kind', async ({ type, inputs, change, kind }) => {
    const [packageName = ''] = type.split(':');
    if (!isPackageName(packageName)) throw new Error(`no stand-in for ${packageName}`);
    const settings: Values =
      packageName === 'aws' ? { region: 'us-east-1' } : { project: 'acme-prod', region: 'us-central1' };
    const bench = await Bench.open(packageName, settings);
    const changed = await bench.change(type, inputs, changedInputs(inputs, change));
    expect(changed.kind).toBe(kind);
  });
});

describe('the order of a replacement', () => {
  it.each([
    [
      'a made-up name: the new one first',
      'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup',
      { region: 'us-central1', cloudRun: { service: 's' } },
      { cloudRun: { service: 't' } },
      false,
    ],
    [
      'a fixed name: the old one goes first',
      'gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup',
      { name: 'neg', region: 'us-central1', cloudRun: { service: 's' } },
      { cloudRun: { service: 't' } },
      true,
    ],
    [
      'a template with a changed name: the new one first',
      'gcp:compute/instanceTemplate:InstanceTemplate',
      { name: 't-1', machineType: 'e2-medium', disks: [{}] },
      { name: 't-2' },
      false,
    ],
    [
      'a template with the same name: the old one goes first',
      'gcp:compute/instanceTemplate:InstanceTemplate',
      { name: 't-1', machineType: 'e2-medium', disks: [{}] },
      { machineType: 'e2-small' },
      true,
    ],
    [
      'a secret: always the old one first',
      'gcp:secretmanager/secret:Secret',
      { replication: { auto: {} } },
      { secretId: 'other' },
      true,
    ],
  ])('%s', async (_case, type, inputs: Values, change: Values, deletesFirst) => {
    const bench = await Bench.open('gcp', { project: 'acme-prod' });
    const changed = await bench.change(type, inputs, { ...inputs, ...change });
    expect(changed.kind).toBe('replace');
    expect(changed.deletesFirst).toBe(deletesFirst);
  });
});
