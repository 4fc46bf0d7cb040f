import { describe, expect, it } from 'vitest';

import { declaredExceptions, isAbout, isExpired, readExceptions } from '../../../policy/frame/exceptions.ts';
import { ExceptionLedger } from '../../../policy/frame/ledger.ts';

const whole = {
  rule: 'tandem-gcp-012-no-drained-backend',
  resource: 'api',
  reason: 'Zone a is being rebuilt.',
  owner: 'platform@acme.test',
  until: '2026-11-30',
};
const urn = 'urn:pulumi:s::p::gcp:compute/backendService:BackendService::api';
const read = (item: Readonly<Record<string, unknown>>) => readExceptions([item], 'exceptions');

describe('an exception', () => {
  it('is read whole', () => {
    expect(read(whole)).toEqual({ exceptions: [{ ...whole, from: 'exceptions[0]' }], problems: [] });
  });

  it.each(Object.keys(whole))('is refused without its %s', (field) => {
    expect(read({ ...whole, [field]: undefined })).toEqual({
      exceptions: [],
      problems: [`exceptions[0] lacks ${field}: each is a text that is not empty`],
    });
    expect(read({ ...whole, [field]: ' ' }).exceptions).toEqual([]);
  });

  it('names all that is missing at once', () => {
    expect(readExceptions([{ rule: 'x' }, 'nonsense'], 'here').problems).toEqual([
      'here[0] lacks resource, reason, owner, until: each is a text that is not empty',
      'here[1] lacks rule, resource, reason, owner, until: each is a text that is not empty',
    ]);
  });

  it.each(['2026-02-30', '30.11.2026', 'tomorrow', '2026-1-1'])('is refused with %s as its end', (until) => {
    expect(read({ ...whole, until }).problems).toEqual([
      `exceptions[0].until is ${until}: allowed is a day that exists, as YYYY-MM-DD`,
    ]);
  });

  it('is refused in anything but a list', () => {
    expect(readExceptions({ rule: 'x' }, 'here').problems).toEqual(['here must be a list']);
    expect(readExceptions(undefined, 'here')).toEqual({ exceptions: [], problems: [] });
  });

  it.each([
    ['its logical name', 'api', true],
    ['its URN', urn, true],
    ['a star', '*', true],
    ['the start of its name', 'ap', false],
  ])('is about a resource by %s', (_what, resource, expected) => {
    const [exception] = read({ ...whole, resource }).exceptions;
    expect(exception && isAbout(exception, whole.rule, { urn, ancestors: [] })).toBe(expected);
  });

  it('is about its own rule only', () => {
    const [exception] = read(whole).exceptions;
    expect(exception && isAbout(exception, 'tandem-gcp-001-two-regions', { urn, ancestors: [] })).toBe(false);
  });

  it('holds on its last day and not after', () => {
    const [exception] = read(whole).exceptions;
    expect(['2026-11-29', '2026-11-30', '2026-12-01'].map((day) => exception && isExpired(exception, day))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('of a component covers the component and what is below it', () => {
    const component = 'urn:pulumi:s::p::tandem:index:GcpTwoRegion::acme';
    const inputs = { declared: { exceptions: [{ ...whole, resource: '*' }] } };
    const { exceptions } = declaredExceptions({
      type: 'tandem:index:GcpTwoRegion',
      name: 'acme',
      urn: component,
      inputs,
    });
    const [exception] = exceptions;
    const covers = (about: string, ancestors: readonly string[]) =>
      exception && isAbout(exception, whole.rule, { urn: about, ancestors });
    expect([covers(component, []), covers(urn, ['other', component]), covers(urn, ['other'])]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('is read from topology components only', () => {
    const inputs = { exceptions: [whole] };
    expect(declaredExceptions({ type: 'acme:index:Service', name: 'x', urn: 'x', inputs }).exceptions).toEqual([]);
    expect(
      declaredExceptions({ type: 'tandem:index:AwsTwoRegion', name: 'x', urn: 'x', inputs }).exceptions,
    ).toHaveLength(1);
  });
});

describe('the ledger', () => {
  const ledgerOn = (today: string): ExceptionLedger => {
    const ledger = new ExceptionLedger(today);
    ledger.add(readExceptions([whole], 'exceptions'));
    return ledger;
  };

  it('prints what was covered, with every resource', () => {
    const ledger = ledgerOn('2026-11-24');
    expect(ledger.covers(whole.rule, urn, [])).toBe(true);
    expect(ledger.inForce()).toEqual([
      'tandem-gcp-012-no-drained-backend is not enforced on api until 2026-11-30: Zone a is being rebuilt. (owner platform@acme.test, exceptions[0])',
    ]);
    expect(ledger.unused()).toEqual([]);
    expect(ledger.refused()).toEqual([]);
  });

  it('warns of what covered nothing', () => {
    const ledger = ledgerOn('2026-11-24');
    expect(ledger.covers('tandem-gcp-001-two-regions', urn, [])).toBe(false);
    expect(ledger.inForce()).toEqual([]);
    expect(ledger.unused()).toEqual([
      'exceptions[0]: no breach of tandem-gcp-012-no-drained-backend by api in this run. Remove the exception, or correct its rule or resource',
    ]);
  });

  it('refuses what has ended, whether it was needed or not', () => {
    const ledger = ledgerOn('2026-12-01');
    expect(ledger.covers(whole.rule, urn, [])).toBe(false);
    expect([ledger.inForce(), ledger.unused()]).toEqual([[], []]);
    expect(ledger.refused()).toEqual([
      'exceptions[0]: the exception to tandem-gcp-012-no-drained-backend for api ended on 2026-11-30. Ask its owner, platform@acme.test: fix the resource and remove the exception, or agree on a new end date',
    ]);
  });
});
