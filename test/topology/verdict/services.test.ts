import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { verdictText } from '../../../infra/cli/text/verdict.ts';
import { recognise } from '../../../topology/recognise/recognise.ts';
import type { LossVerdict } from '../../../topology/verdict/types.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import { change, draft, graphFrom, relink, UNKNOWN_VALUE, type Draft } from '../../support/graph.ts';
import { AWAY, good, HOME } from './plans.ts';

// Two services behind one entry, as a first preview shows them: the URL map tells which backend services it leads to and
// not which route leads where.

const REGIONS = [HOME, AWAY];
const OWN = ['api', ...REGIONS.flatMap((region) => [`run-${region}`, `neg-${region}`, `pin-${region}`])];

const renamed = (name: string): string => (OWN.includes(name) ? `${name}-billing` : name);

const billing: readonly Draft[] = [
  draft(
    'tandem:index:GcpService',
    'acme-billing',
    {
      declared: {
        regions: { primary: HOME, failover: AWAY },
        peakRps: 100,
        instanceRps: 50,
        startSeconds: 10,
        failoverClientShare: 0.3,
        decisionSeconds: 300,
        objectives: { shedSeconds: 12, headroom: 2, liveShare: 0.2 },
      },
    },
    { parent: 'acme' },
  ),
  ...good
    .filter(({ name }) => OWN.includes(name))
    .map((one) => ({
      ...one,
      name: renamed(one.name),
      parent: 'acme-billing',
      inputs: JSON.parse(JSON.stringify(one.inputs).replaceAll('-1234567', '-7654321')) as Draft['inputs'],
      links: Object.fromEntries(Object.entries(one.links ?? {}).map(([key, names]) => [key, names.map(renamed)])),
    })),
];

const pin = (region: string, index: number) => ({
  priority: index + 10,
  matchRules: [{ prefixMatch: '/billing/', headerMatches: [{ headerName: 'x-tandem-region', exactMatch: region }] }],
  service: UNKNOWN_VALUE,
});

const both: readonly Draft[] = (() => {
  const map = good.find(({ name }) => name === 'routes');
  const [matcher] = (map?.inputs['pathMatchers'] ?? []) as [{ routeRules: object[] }];
  const rules = [...matcher.routeRules, ...REGIONS.map(pin)];
  const linked = map?.links?.['pathMatchers'] ?? [];
  const plan = change([...good, ...billing], 'routes', 'pathMatchers.0.routeRules', rules);
  return relink(plan, 'routes', 'pathMatchers', [...linked, ...linked.map(renamed)]);
})();

const lost = (plan: readonly Draft[], region: string): LossVerdict | undefined =>
  verdict(graphFrom(plan)).losses.find(({ loss }) => loss === `region:${region}`);

describe('two services behind one entry', () => {
  it('are two streams, named after what declares them, and share the stores', () => {
    const { services, stores, declared } = recognise(graphFrom(both));
    expect(services.map(({ name, pools }) => [name, pools.length])).toEqual([
      ['acme', 2],
      ['acme-billing', 2],
    ]);
    expect(new Set(stores.map(({ topology }) => topology?.split('::').at(-1)))).toEqual(new Set(['acme']));
    expect(declared.map(({ name, within }) => [name, within?.split('::').at(-1)])).toEqual([
      ['acme', undefined],
      ['acme-billing', 'acme'],
    ]);
  });

  it('hold together what each holds alone, with one line a loss', () => {
    const { ok, losses } = verdict(graphFrom(both));
    expect(ok).toBe(true);
    expect(losses.map(({ loss }) => loss)).toEqual(verdict(graphFrom(good)).losses.map(({ loss }) => loss));
  });

  it('have each objectives of its own; data and cost are judged once', () => {
    const said = verdict(graphFrom(both)).objectives.map(
      ({ topology, name, declared, predicted }) => `${topology} ${name} ${declared} ${predicted}`,
    );
    expect(said).toContain('acme headroom 1 2');
    expect(said).toContain('acme-billing headroom 2 8');
    expect(said).toContain('acme-billing liveShare 0.2 0.3');
    expect(said.filter((line) => line.startsWith('acme-billing'))).toHaveLength(3);
    expect(said.filter((line) => line.includes('rpoSeconds'))).toHaveLength(1);
  });

  it('are named where one of them fails', () => {
    const small = REGIONS.reduce(
      (plan, region) => change(plan, `run-${region}-billing`, 'scaling', { minInstanceCount: 1, maxInstanceCount: 1 }),
      both,
    );
    const loss = lost(small, HOME);
    expect(loss?.survives).toBe('no');
    const deciding = loss?.why.filter(({ against }) => against) ?? [];
    expect(deciding.map(({ service, urn }) => [service, urn.split('::').at(-1)])).toEqual([
      ['acme-billing', `run-${AWAY}-billing`],
    ]);
    // CI forces colours, which would cut the sentence.
    expect(stripVTControlCharacters(verdictText(verdict(graphFrom(small)), 200))).toContain(
      `service acme-billing, run-${AWAY}-billing scaling.maxInstanceCount: what is left grows to 50`,
    );
    const missed = verdict(graphFrom(small)).objectives.filter(({ met }) => !met);
    expect(missed.map(({ topology, name }) => `${topology} ${name}`)).toEqual(['acme-billing headroom']);
  });

  it('are not named in a program that has one', () => {
    const alone = change(good, `run-${AWAY}`, 'scaling.maxInstanceCount', 4);
    expect(lost(alone, HOME)?.why.some(({ service }) => service !== undefined)).toBe(false);
  });
});
