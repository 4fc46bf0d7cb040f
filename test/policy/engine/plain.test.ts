import * as sdk from '@pulumi/policy';
import { describe, expect, it } from 'vitest';

import { plainProperties } from '../../../policy/engine/plain.ts';
import { isUnknown } from '../../../topology/graph/value.ts';

// The policy server's own proxy. The SDK exports it and leaves its type out.
const { unknownCheckingProxy } = sdk as unknown as { unknownCheckingProxy: (props: object) => object };

/** One unknown value of each kind that the engine has. */
const UNKNOWNS = {
  boolean: '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  number: '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  string: '04da6b54-80e4-46f7-96ec-b56ff0331ba9',
  list: '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  asset: '030794c1-ac77-496b-92df-f27374a8bd58',
  archive: 'e48ece36-62e2-4504-bad9-02848725956a',
  object: 'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
};
const plain = (props: Record<string, unknown>) => plainProperties(unknownCheckingProxy(props)).properties;

describe('properties behind the proxies of the policy server', () => {
  it('are read without touching off an error', () => {
    const properties = plain({ ...UNKNOWNS, known: 1, nested: [{ deep: UNKNOWNS.string, flag: false }] });
    for (const kind of Object.keys(UNKNOWNS)) expect([kind, isUnknown(properties[kind])]).toEqual([kind, true]);
    expect(properties['known']).toBe(1);
    expect(properties['nested']).toEqual([{ deep: UNKNOWNS.string, flag: false }]);
  });

  it('show of a secret which arguments it has, and not what they say', () => {
    const properties = plain({
      password: new sdk.Secret('hunter2'),
      block: new sdk.Secret({ flag: false, list: ['a'] }),
    });
    expect(properties).toEqual({ password: '[secret]', block: { flag: '[secret]', list: ['[secret]'] } });
  });

  it('list apart what the provider filled in', () => {
    const { properties, defaults } = plainProperties(
      unknownCheckingProxy({
        __defaults: ['name'],
        name: 'api-1',
        backends: [{ __defaults: ['capacityScaler'], capacityScaler: 1 }],
      }),
    );
    expect(properties).toEqual({ name: 'api-1', backends: [{ capacityScaler: 1 }] });
    expect([...defaults].sort()).toEqual(['backends.0.capacityScaler', 'name']);
  });
});
