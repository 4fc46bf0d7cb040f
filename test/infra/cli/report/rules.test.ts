import { describe, expect, it } from 'vitest';

import { InputProblem } from '../../../../infra/cli/problem.ts';
import { parsePackConfig, readPackConfig } from '../../../../infra/cli/report/packConfig.ts';
import { compareRules, type RuleComparison } from '../../../../infra/cli/report/rules.ts';
import { ResourceGraph } from '../../../../topology/graph/graph.ts';
import { change, draft, graphFrom, type Draft } from '../../../support/graph.ts';

// A bucket in one region breaks one rule, and without versioning another argument of the same rule.

const RULE = 'tandem-gcp-023-bucket-in-two-regions';
const sound: readonly Draft[] = [
  draft('gcp:storage/bucket:Bucket', 'data', {
    location: 'NAM4',
    rpo: 'ASYNC_TURBO',
    versioning: { enabled: true },
    uniformBucketLevelAccess: true,
    publicAccessPrevention: 'enforced',
  }),
];
const single = change(sound, 'data', 'location', 'US-CENTRAL1');

interface Options {
  readonly config?: unknown;
  readonly today?: string;
}

function compare(
  before: readonly Draft[],
  after: readonly Draft[],
  { config = {}, today = '2026-11-24' }: Options = {},
): RuleComparison {
  const read = parsePackConfig(JSON.stringify(config), 'policy/config/test.json');
  return compareRules(new ResourceGraph(graphFrom(before).all), graphFrom(after), read, today);
}

const about = ({ rules }: RuleComparison): readonly unknown[] =>
  rules
    .filter(({ rule }) => rule === RULE)
    .map(({ argument, status, level, excepted, broken }) => ({ argument, status, level, excepted, broken }));

const breach = { argument: 'location', status: 'new', level: 'mandatory', excepted: false, broken: true };
const exception = { rule: RULE, resource: 'data', reason: 'a test', owner: 'me', until: '2026-12-31' };
const excepting = { 'tandem-exceptions': { exceptions: [exception] } };

describe('rules over two plans', () => {
  it('tell a breach that comes, stays and goes', () => {
    expect(about(compare(sound, single))).toEqual([breach]);
    expect(about(compare(single, single))).toEqual([{ ...breach, status: 'standing', broken: false }]);
    expect(about(compare(single, sound))).toEqual([{ ...breach, status: 'fixed', broken: false }]);
  });

  it('hold nothing against a change before which there was nothing', () => {
    expect(about(compare([], single))).toEqual([{ ...breach, broken: false }]);
  });

  it('name resource, argument and fix', () => {
    const { message, source } = compare(sound, single).rules.find(({ rule }) => rule === RULE) ?? {};
    expect(message).toMatch(/^location of data \(gcp\.storage\.Bucket\) .* Fix: use a dual-region location/);
    expect(source).toMatch(/^https:/);
  });

  it('have the levels that the stack gives them', () => {
    const advised = [{ ...breach, level: 'advisory', broken: false }];
    expect(about(compare(sound, single, { config: { [RULE]: 'advisory' } }))).toEqual(advised);
    expect(about(compare(sound, single, { config: { [RULE]: { enforcementLevel: 'advisory' } } }))).toEqual(advised);
    expect(about(compare(sound, single, { config: { all: 'advisory', [RULE]: 'mandatory' } }))).toEqual([breach]);
    expect(about(compare(sound, single, { config: { all: 'disabled' } }))).toEqual([]);
  });

  it('have the settings that the stack gives them', () => {
    const plan = [
      draft('gcp:cloudrunv2/service:Service', 'run', { location: 'us-central1', scaling: { maxInstanceCount: 50 } }),
    ];
    const said = (config: unknown): readonly string[] =>
      compare(plan, plan, { config }).rules.flatMap(({ rule, argument }) =>
        rule === 'tandem-gcp-043-growth-has-a-limit' ? [argument] : [],
      );
    expect(said({})).toEqual([]);
    expect(said({ 'tandem-gcp-043-growth-has-a-limit': { instances: 10 } })).toEqual(['scaling.maxInstanceCount']);
  });

  it('do not break where an exception in force covers them, and it is told', () => {
    const found = compare(sound, single, { config: excepting });
    expect(about(found)).toEqual([{ ...breach, excepted: true, broken: false }]);
    expect(found.exceptions).toEqual([
      { state: 'in-force', says: expect.stringContaining('until 2026-12-31: a test') as unknown, broken: false },
    ]);
  });

  it('break again once the exception has ended', () => {
    const found = compare(sound, single, { config: excepting, today: '2027-01-01' });
    expect(about(found)).toEqual([breach]);
    expect(found.exceptions[0]).toMatchObject({ state: 'refused', broken: false });
    expect(found.exceptions[0]?.says).toContain('ended on 2026-12-31');
  });

  it('refuse an exception of the configuration that cannot be read, and tell one that covers nothing', () => {
    const config = { 'tandem-exceptions': { exceptions: [{ rule: RULE }, exception] } };
    expect(compare(sound, sound, { config }).exceptions).toEqual([
      {
        state: 'refused',
        says: expect.stringContaining('policy/config/test.json: tandem-exceptions.exceptions[0] lacks resource'),
        broken: false,
      },
      { state: 'unused', says: expect.stringContaining('no breach of') as unknown, broken: false },
    ]);
  });

  it("count an exception of the head's own that is refused as broken", () => {
    const topology = (until: string): Draft =>
      draft('tandem:index:GcpTwoRegion', 'acme', { exceptions: [{ ...exception, until }] });
    const found = compare([...sound, topology('2026-12-31')], [...sound, topology('2026-11-01')]);
    expect(found.exceptions).toEqual([
      { state: 'refused', says: expect.stringContaining('ended on 2026-11-01') as unknown, broken: true },
    ]);
  });

  it('come with the worst first', () => {
    const weights = compare([], [draft('gcp:sql/databaseInstance:DatabaseInstance', 'db', { region: 'us-central1' })])
      .rules.filter(({ level }) => level === 'mandatory')
      .map(({ severity }) => ['critical', 'high', 'medium', 'low'].indexOf(severity));
    expect(weights.length).toBeGreaterThan(2);
    expect(weights).toEqual([...weights].sort());
  });
});

describe("the pack's configuration", () => {
  it('is that of the stack, and empty for a stack that has none', () => {
    expect(readPackConfig('dev').levels.get('tandem-gcp-020-database-survives-a-zone')).toBe('advisory');
    expect(readPackConfig('nowhere').levels.size).toBe(0);
    expect(readPackConfig('../../package').levels.size).toBe(0);
  });

  it.each(['[]', '{', '1'])('cannot be %s', (text) => {
    expect(() => parsePackConfig(text, 'policy/config/test.json')).toThrow(InputProblem);
    expect(() => parsePackConfig(text, 'policy/config/test.json')).toThrow(
      /^policy\/config\/test\.json cannot be read/,
    );
  });
});
