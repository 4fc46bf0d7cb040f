import type { Measurement } from '../../bench/measure/measure.ts';
import type { PreviewResult, Results } from '../../bench/report/results.ts';

// A run of the bench as it might have been: round figures, every bar held.

export const figures = (wallSeconds: number, changes: Partial<Measurement> = {}): Measurement => ({
  wallSeconds,
  cpuSeconds: wallSeconds + 1,
  peakMib: { command: 100, program: 200 },
  foreignCores: 0,
  ...changes,
});

const preview = (title: string, measured: Measurement, resources = 101): PreviewResult => ({
  title,
  resources,
  figures: measured,
});

const service = (services: number, seconds: number): Results['services'][number] => ({
  ...preview(`${services} services`, figures(seconds), 101 * services),
  services,
});

export const sample: Results = {
  machine: { cores: 2, memoryGib: 24, node: '24.21.0', engine: 'v3.259.0', sdk: '3.270.0' },
  day: '2026-11-24',
  runs: 5,
  previews: {
    empty: preview('an empty program', figures(1, { peakMib: { command: 100, program: 90 } }), 0),
    raw: preview('the raw floor', figures(4)),
    production: preview('production', figures(5, { peakMib: { command: 110, program: 210, pack: 150 } })),
    'production-empty-pack': preview(
      'an empty pack',
      figures(4.5, { peakMib: { command: 110, program: 210, pack: 160 } }),
    ),
    usual: preview('the usual way', figures(16, { peakMib: { command: 110, program: 1000, pack: 1100 } })),
  },
  services: [service(1, 5), service(5, 9), service(20, 24), service(50, 54)],
  starts: [
    { name: 'empty-pack', title: 'an empty pack starts', figures: figures(0.5, { peakMib: { command: 140 } }) },
    { name: 'pack', title: 'the pack starts', figures: figures(0.5, { peakMib: { command: 147 } }) },
    { name: 'rules-1131', title: 'every rule over 1131 resources', figures: figures(1.5) },
    { name: 'rules-566', title: 'every rule over 566 resources', figures: figures(1) },
  ],
};
