import { describe, expect, it } from 'vitest';
import { faultsChart, withinRange } from '../../../drill/report/chartFaults.ts';
import { momentLetter, timelineChart } from '../../../drill/report/chartTimeline.ts';
import { tickSeconds, timeWords } from '../../../drill/report/htmlTime.ts';
import { sample } from './sample.ts';

const texts = (svg = ''): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text ?? '');

describe('the timeline chart', () => {
  it('has a panel for every quantity, and one only where there is something to measure', async () => {
    const panels = [
      'Share of requests',
      'Requests failed for clients',
      '429 answers of a region',
      'Instances that serve',
    ];
    const database = ['Replica behind its primary, in s', 'Writes'];
    expect(texts(await timelineChart(sample))).toEqual(expect.arrayContaining([...panels, ...database]));
    const without = texts(
      await timelineChart({ ...sample, writes: null, series: { ...sample.series, replicaLag: [] } }),
    );
    expect(without).toEqual(expect.arrayContaining(panels));
    for (const name of database) expect(without).not.toContain(name);
  });

  it('numbers the faults and letters the moments, once each', async () => {
    const seen = texts(await timelineChart(sample));
    for (const mark of ['1', '2', '3', '4', '5', '6', '7', 'a', 'b']) {
      const labels = seen.filter((text) => text === mark);
      // The axis of failed requests also counts to 2, so the figures 1 and 2 stand there once more.
      expect(labels.length, mark).toBe(['1', '2'].includes(mark) ? 2 : 1);
    }
  });

  it('tells regions apart by dash as well as by colour', async () => {
    const svg = await timelineChart(sample);
    expect(svg).toMatch(/<path [^>]*stroke="var\(--failover\)"[^>]*stroke-dasharray/u);
    expect(svg).not.toMatch(/<path [^>]*stroke="var\(--primary\)"[^>]*stroke-dasharray/u);
  });

  it('shows the clock of the incident on its axis', async () => {
    const seen = texts(await timelineChart(sample));
    expect(seen).toEqual(expect.arrayContaining(['02:25', '02:35', 'clock time (UTC)']));
  });

  it('counts moments in letters beyond z', () => {
    expect([0, 25, 26, 51, 52].map(momentLetter)).toEqual(['a', 'z', 'a1', 'z1', 'a2']);
  });
});

describe('the chart of predictions', () => {
  it('writes each measured value, and nothing where nothing was measured', async () => {
    const seen = texts(await faultsChart(sample));
    expect(seen).toEqual(expect.arrayContaining(['5.6 s', '8.6 s', '6.1 s', '60.1 s']));
    expect(seen.filter((text) => text.startsWith('4  error'))).toHaveLength(1);
    const measured = sample.faults.flatMap(({ shedMeasured, returnMeasured }) => [shedMeasured, returnMeasured]);
    expect(measured.filter((value) => value !== null)).toHaveLength(13);
  });

  it('counts a measured value as predicted within 5 % of either end', () => {
    const range = { best: 10, expected: 15, worst: 20 };
    expect([9.4, 9.5, 21, 21.1].map((value) => withinRange(range, value))).toEqual([false, true, true, false]);
  });

  it('draws what lies outside in the colour of failure', async () => {
    const bad = /<path [^>]*fill="var\(--bad\)"/gu;
    const inside = (await faultsChart(sample))?.match(bad)?.length ?? 0;
    const [first, ...others] = sample.faults;
    const outside = await faultsChart({ ...sample, faults: [{ ...first!, shedMeasured: 14 }, ...others] });
    expect(outside?.match(bad)?.length).toBe(inside + 1);
  });

  it('is not drawn when no region was struck', async () => {
    const faults = sample.faults.map((fault) => ({ ...fault, regions: [] }));
    expect(await faultsChart({ ...sample, faults })).toBeUndefined();
  });
});

describe('time on the page', () => {
  it('goes by the clock of the incident, over midnight too', () => {
    const { at, axis } = timeWords({ ...sample, incident: { ...sample.incident, clock: '23:48 PDT' } });
    expect([0, 90, 720, 10_320].map(at)).toEqual(['23:48', '23:49:30', '00:00', '02:40']);
    expect(axis).toBe('clock time (PDT)');
  });

  it('counts from the start where there is no clock', () => {
    const { at, axis } = timeWords({ ...sample, incident: { ...sample.incident, clock: null } });
    expect([0, 90, 720].map(at)).toEqual(['0 s', '90 s', '12 min']);
    expect(axis).toBe('time since the start of the incident');
  });

  it('puts ticks at round times', () => {
    expect([20, 600, 6600, 27_000, 2_000_000].map((seconds) => tickSeconds(seconds, 12))).toEqual([
      2, 60, 600, 3600, 166_667,
    ]);
  });
});
