import { describe, expect, it } from 'vitest';
import type { Model } from '../../../topology/model/model.ts';
import { diagramOf, type Card } from '../../../topology/picture/diagram.ts';
import { alone, amazon, google, googleDatabase, googleService, multicloud } from './models.ts';

const words = ({ heading, lines }: Card): string[] => [heading, ...lines.map(({ text }) => text)];
const cardsIn = (model: Model, region: string): string[][] =>
  diagramOf(model)
    .groups.filter(({ heading }) => heading === region)
    .flatMap(({ cards }) => cards.map(words));

describe('the diagram of a model', () => {
  it('names the regions with their roles, and where the write side is', () => {
    expect(diagramOf(google).groups.map(({ heading, subheading }) => `${heading}: ${subheading}`)).toEqual([
      'us-central1: Google Cloud, primary region, writes here',
      'us-east4: Google Cloud, failover region',
    ]);
  });

  it('moves only the words when the active role moves', () => {
    const moved = { ...google, declared: google.declared.map((one) => ({ ...one, active: 'failover' as const })) };
    const [before, after] = [diagramOf(google), diagramOf(moved)];
    expect(after.groups.map(({ subheading }) => subheading)).toEqual([
      'Google Cloud, primary region',
      'Google Cloud, failover region, writes here',
    ]);
    expect(after.arrows).toEqual(before.arrows);
  });

  it('says what each pool is: share of clients, instances, zones', () => {
    expect(cardsIn(google, 'us-east4')[0]).toEqual([
      'Cloud Run',
      'web',
      'nearest to 20 % of clients',
      '10 to 20 instances',
      '80 requests at once each',
      'zones chosen by the platform',
    ]);
    expect(cardsIn(amazon, 'us-east-1')[0]).toContain('90 % of requests');
    expect(cardsIn(amazon, 'us-east-1')[0]).toContain('zones a, b, c');
  });

  it('says at the entry what notices a bad region, once for both', () => {
    expect(diagramOf(google).between.map(words)[0]).toEqual([
      'Global load balancer',
      'serves web',
      'readiness probe, out after 2 × 5 s',
      'outlier detection, 5 errors, out 3 min',
      '2 retries in the other region',
    ]);
  });

  it('says at the pool what only that pool has', () => {
    const [first, second] = googleService.pools;
    const pools = [{ ...first!, signals: first!.signals.slice(0, 1) }, second!];
    const model = { ...google, services: [{ ...googleService, pools }] };
    expect(diagramOf(model).between.map(words)[0]).not.toContain('outlier detection, 5 errors, out 3 min');
    expect(cardsIn(model, 'us-east4')[0]).toContain('outlier detection, 5 errors, out 3 min');
    expect(cardsIn(model, 'us-central1')[0]).not.toContain('outlier detection, 5 errors, out 3 min');
  });

  it('points replication arrows at the copy that receives', () => {
    const { arrows } = diagramOf(google);
    const ends = (store: number): object[] =>
      arrows
        .filter(({ id }) => id.startsWith(`store:${String(store)}>`))
        .map(({ carries, headAtStart, headAtEnd }) => ({ carries, headAtStart, headAtEnd }));
    expect(ends(0)).toEqual([
      { carries: 'async', headAtStart: false, headAtEnd: false },
      { carries: 'async', headAtStart: false, headAtEnd: true },
    ]);
    expect(ends(2)).toEqual([
      { carries: 'sync', headAtStart: true, headAtEnd: false },
      { carries: 'sync', headAtStart: false, headAtEnd: true },
    ]);
  });

  it('says what a promotion takes, and how much data is at risk', () => {
    expect(diagramOf(google).between.map(words)[1]).toEqual([
      'asynchronous',
      'RPO 1 s, worst 10 s',
      'an operator promotes, 2 min',
    ]);
  });

  it('marks every weakness of a plan that has one region, one zone and one copy', () => {
    const { groups, between } = diagramOf(alone);
    const weak = [...groups.flatMap(({ cards }) => cards), ...between].flatMap(({ lines }) =>
      lines.filter((line) => line.weak).map(({ text }) => text),
    );
    expect(weak.sort()).toEqual([
      '⚠ 1 retry in the same region only',
      '⚠ lost with its zone',
      '⚠ no instance kept running, up to 4',
      '⚠ nothing notices when it is bad',
      '⚠ one copy, lost with its region',
      '⚠ one zone: b',
    ]);
  });

  it('marks fixed splits, strict isolation, drained and standby pools, and unknown counts', () => {
    const [pool] = googleService.pools;
    const evidence = { urn: pool!.urn, says: 'so it is' };
    const pools = [
      { ...pool!, capacityScaler: 0, minInstances: undefined },
      { ...pool!, region: 'us-east4', live: false, capacityScaler: 0.5 },
    ];
    const store = { ...googleDatabase, promotion: { who: 'nobody' as const }, rpo: undefined };
    const model = {
      ...google,
      services: [{ ...googleService, pools, split: evidence, strict: evidence }],
      stores: [store],
    };
    const text = JSON.stringify(diagramOf(model));
    for (const weakness of [
      'fixed shares, whatever the health',
      'drops requests of a bad region',
      'drained: takes no traffic',
      'instances not known from the plan',
      'no traffic until the other fails',
      'may use 50 % of its capacity',
      'nobody promotes the replica',
      'RPO not decidable',
    ])
      expect(text).toContain(weakness);
  });

  it('stands what a place over many regions keeps in each region that it covers', () => {
    const [, , , images] = google.stores;
    const members = [{ ...images!.members[0]!, region: 'us' }];
    const model = { ...google, stores: [{ ...images!, members }] };
    expect(diagramOf(model).groups.map(({ heading }) => heading)).toEqual(['us-central1', 'us-east4']);
    for (const region of ['us-central1', 'us-east4'])
      expect(cardsIn(model, region).at(-1)).toEqual(['web-images', 'Images', 'multi-region us']);
    expect(diagramOf(model).between.map(words).at(-1)).toEqual(['synchronous', 'RPO 0']);
    const abroad = { ...model, stores: [{ ...images!, members: [{ ...members[0]!, region: 'europe' }] }] };
    expect(diagramOf(abroad).groups.map(({ heading }) => heading)).toEqual(['us-central1', 'europe', 'us-east4']);
  });

  it('names each copy as its own resource is named', () => {
    expect(cardsIn(google, 'us-central1')[1]?.[0]).toBe('web-db-us-central1');
    expect(cardsIn(google, 'us-east4')[1]?.[0]).toBe('web-db-us-east4');
  });

  it('keeps the clouds apart, even where two regions had one name', () => {
    const twin = {
      ...amazon.services[0]!,
      pools: amazon.services[0]!.pools.map((pool) => ({ ...pool, region: 'us-central1' })),
    };
    const { groups } = diagramOf({ ...multicloud, services: [googleService, twin], stores: [] });
    expect(groups.map(({ id }) => id)).toEqual([
      'region:gcp:us-central1',
      'region:aws:us-central1',
      'region:gcp:us-east4',
    ]);
  });

  it('draws an empty model as an empty diagram', () => {
    expect(diagramOf({ services: [], stores: [], declared: [], undecided: [] })).toEqual({
      groups: [],
      between: [],
      arrows: [],
    });
  });
});
