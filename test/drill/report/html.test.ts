import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { renderPage } from '../../../drill/report/html.ts';
import type { DrillReport } from '../../../drill/report/report.ts';
import { equalMembers, google, googleDatabase } from '../../topology/picture/models.ts';
import { sample, worse } from './sample.ts';

/** All figures of a page: path in the report, exact value as text. */
const figures = (page: string): { path: string; value: string }[] =>
  [...page.matchAll(/data-figure="([^"]*)"\s+data-value="([^"]*)"/gu)].map(([, path = '', value = '']) => ({
    path,
    value,
  }));

/** What a report holds at a dotted path. */
const at = (whole: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], whole);

/** A page without its markup, in single spaces: what a reader reads. */
const reading = (page: string): string =>
  page
    .replace(/<style[\s\S]*?<\/style>/gu, '')
    .replace(/<svg[\s\S]*?<\/svg>/gu, '')
    .replace(/<\/t[dh]>/gu, ' ')
    .replace(/<[^>]*>/gu, '')
    .replace(/\s+/gu, ' ');

const changed = (change: Partial<DrillReport>): DrillReport => ({ ...sample, ...change });

describe('the page of a drill', () => {
  it('holds the figures when a picture fails, and says so', async () => {
    const broken = undefined as unknown as Parameters<typeof renderPage>[1];
    const page = await renderPage(sample, broken);
    expect(reading(page)).toContain('This could not be drawn');
    expect(figures(page).length).toBeGreaterThan(50);
  });

  it('shows the figures of the report and no others', async () => {
    const others = [worse, changed({ profile: 'envoy-best' })];
    const page = await renderPage(
      sample,
      google,
      others.map((report, index) => ({ label: `other ${String(index)}`, report })),
    );
    const shown = figures(page);
    const whole = { ...sample, beside: others };
    for (const { path, value } of shown) expect(`${path} = ${value}`).toBe(`${path} = ${String(at(whole, path))}`);
    const paths = new Set(shown.map(({ path }) => path));
    for (const path of [
      ...Object.keys(sample.requests).map((key) => `requests.${key}`),
      ...Object.keys(sample.writes ?? {}).map((key) => `writes.${key}`),
      'latency.p99Ms',
      ...sample.objectives.flatMap((_, index) =>
        ['declared', 'predicted', 'measured'].map((key) => `objectives.${String(index)}.${key}`),
      ),
      ...sample.faults.flatMap((_, index) =>
        [
          'shedPredicted.best',
          'shedPredicted.expected',
          'shedPredicted.worst',
          'shedPredictedCloud.worst',
          'shedMeasured',
          'returnPredicted.worst',
          'returnMeasured',
          'refused.predicted.seconds',
          'refused.predictedVerdict.requests',
          'refused.measured.requests',
          'failed',
          'requests',
        ].map((key) => `faults.${String(index)}.${key}`),
      ),
      'beside.0.requests.failed',
      'beside.1.requests.ratio',
    ])
      expect(paths).toContain(path);
  });

  it('writes figures out for people', async () => {
    const text = reading(await renderPage(sample, google));
    expect(text).toContain('Of 33,041 requests, clients saw 2 fail (0.00605 %).');
    expect(text).toContain('The entry tried 412 again by itself; 37 answers of the regions were 429.');
    expect(text).toContain('A struck region got its last request 8.6 s after the fault began at the latest.');
    expect(text).toContain('Traffic was back 60.1 s after the fault at the latest.');
    expect(text).toContain('Of 2,975 acknowledged writes 0 were lost.');
    expect(text).toContain('at most 15 s 10 s 8.6 s ✓ met');
  });

  it('tells in words how it ended', async () => {
    const word = async (report: DrillReport): Promise<string> =>
      reading(/<p class="word">[\s\S]*?<\/p>/u.exec(await renderPage(report, google))?.[0] ?? '').trim();
    const [one] = sample.objectives;
    expect(await word(sample)).toBe('Passed: all 5 objectives are met.');
    expect(await word(changed({ objectives: [one!] }))).toBe('Passed: the one objective is met.');
    expect(await word(changed({ objectives: [] }))).toBe('Passed, with no objective to judge.');
    expect(await word(worse)).toBe('Failed: 1 of 5 objectives missed (shed).');
    expect(await word(changed({ ok: false }))).toBe('Failed. The notes say why.');
    expect(await word(changed({ valid: false, ok: false }))).toBe(
      'Not valid: the figures of this run cannot be trusted. The notes say why.',
    );
  });

  it('says which figures may be read at this scale, under which profile, and what the file chose', async () => {
    const text = reading(await renderPage(sample, google));
    expect(text).toContain('Time ran 60 times as fast: 110 min took 114 s, set-up included.');
    expect(text).toContain(
      'Figures of detection mean what they say; those of latency and database are shaped by this machine',
    );
    expect(text).toContain('a 429 is neither retried nor ejected there');
    expect(text).toContain('Chosen by the incident file: the starts of the other bursts');
    expect(text).toContain('headroom is not judged');
    const all = changed({ readable: { detection: true, latency: true, database: true }, scale: 5 });
    expect(reading(await renderPage(all, google))).toContain('All figures may be read at scale 5.');
  });

  it('says when two servers took writes at once', async () => {
    const report = changed({ writes: { ...sample.writes!, splitBrain: true } });
    expect(reading(await renderPage(report, google))).toContain('Two servers took writes at once.');
  });

  it('has a section for comparisons only when there are some, with ratios', async () => {
    expect(await renderPage(sample, google)).not.toContain('id="beside"');
    const text = reading(await renderPage(sample, google, [{ label: 'one region', report: worse }]));
    expect(text).toMatch(/one region gcp failed 12,100 36\.7 % 6060 ×/u);
    const flawless = changed({ requests: { ...sample.requests, failed: 0, ratio: 0 } });
    const beside = reading(await renderPage(flawless, google, [{ label: 'one region', report: worse }]));
    expect(beside).toContain('36.7 % none failed here');
  });

  it('repeats the timeline as a table', async () => {
    const page = await renderPage(sample, google);
    const rows = [...(/<details[\s\S]*<\/details>/u.exec(page)?.[0] ?? '').matchAll(/<tr>[\s\S]*?<\/tr>/gu)].map(
      ([row]) => reading(row).trim(),
    );
    expect(rows).toHaveLength(1 + sample.incident.seconds / sample.bucketSeconds);
    expect(rows.find((row) => row.startsWith('02:55'))).toBe('02:55 12 % 88 % 0 37 10 10 2 0.3793 10.07 510 21 6');
  });

  it('escapes names, whoever wrote them', async () => {
    const evil = '<img src=x onerror="alert(1)">';
    const report = changed({
      stack: evil,
      incident: { ...sample.incident, name: evil, title: evil, published: evil, chosen: evil },
      faults: sample.faults.map((fault) => ({ ...fault, kind: evil, target: evil, note: evil })),
      objectives: sample.objectives.map((objective) => ({ ...objective, name: evil })),
      moments: [{ t: 60, what: evil }],
      notes: [evil],
      topology: { ...sample.topology, service: evil, entry: evil, signals: [evil], retry: evil },
    });
    const model = { ...google, stores: [{ ...googleDatabase, members: equalMembers('gcp:any', evil, ['us-east4']) }] };
    const page = await renderPage(report, model, [{ label: evil, report }]);
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
  });

  it('loads nothing and runs nothing', async () => {
    const page = await renderPage(sample, google);
    const addresses = new Set(page.match(/[a-z]+:\/\/[^"'\s<)]*/gu));
    expect([...addresses].sort()).toEqual(['http://www.w3.org/1999/xlink', 'http://www.w3.org/2000/svg']);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|\s(?:src|href|on[a-z]+)=/u);
  });

  it('gives every element its own id', async () => {
    const ids = [...(await renderPage(sample, google)).matchAll(/\sid="([^"]*)"/gu)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(10);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('holds together when there is little to show', async () => {
    const bare = changed({
      faults: [
        {
          ...sample.faults[0]!,
          kind: 'crash',
          target: 'database',
          regions: [],
          shedPredicted: null,
          shedPredictedCloud: null,
          shedMeasured: null,
          returnPredicted: null,
          returnMeasured: null,
        },
      ],
      writes: null,
      share: [],
      moments: [],
      objectives: [],
      notes: [],
      topology: { ...sample.topology, peakRps: null, store: null, signals: [], retry: null, regions: [] },
      incident: { ...sample.incident, clock: null },
      series: {
        requests: [],
        errors: [],
        limited: [],
        instances: [],
        replicaLag: [],
        p50Ms: [],
        p99Ms: [],
        writes: [],
        refused: [],
      },
    });
    const page = await renderPage(bare, { services: [], stores: [], declared: [], undecided: [] });
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/u);
    const text = reading(page);
    expect(text).toContain('no writes were made');
    expect(text).toContain('Nothing notices a bad region. No retries.');
    expect(text).not.toContain('A struck region got');
    expect(await renderPage({ ...bare, faults: [] }, google)).toContain('No fault was injected.');
  });

  it('lets its process end: the chart library leaves no timer behind', () => {
    const program = `
      const { renderPage } = await import('./drill/report/html.ts');
      const { sample } = await import('./test/drill/report/sample.ts');
      const { google } = await import('./test/topology/picture/models.ts');
      console.log(String((await renderPage(sample, google)).startsWith('<!doctype html>')));`;
    const options = { encoding: 'utf8', timeout: 30_000 } as const;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', program], options).trim()).toBe('true');
  });
});
